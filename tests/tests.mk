# SPDX-License-Identifier: Apache-2.0
# tests — unit tests are tests/unit/u-<module>.c, one program each, TAP through prove. The comment line
# " * Links: src/shared src/text" of a test names the folders whose objects (but main.c) it links.

TEST_LIBS := cmocka sdl2 SDL2_ttf opusfile icu-uc icu-i18n sqlite3 jose jansson libcrypto libargon2 libqrencode libpng inih pangocairo cairo-pdf \
	libhangul anthy libcurl libmicrohttpd
UNIT_SRC := $(wildcard tests/unit/u-*.c)
UNIT := $(patsubst %.c,$(B)/%,$(UNIT_SRC))

$(foreach d,$(FOLDERS),$(eval $(B)/$(d)/test.a: $$(call objs,$$(filter-out %/main.c,$$(call srcs,$(d))))))
$(B)/%/test.a:
	$(call say,AR,$@)
	$(Q)mkdir -p $(@D) && rm -f $@ && ar rcs $@ $^

# u-<module>: <folder archives>, read from the tests themselves in one go
$(foreach l,$(shell sed -n 's/^ \* Links: *//p;t f;b;:f F' $(UNIT_SRC) /dev/null 2>/dev/null | paste -sd' \n' \
	| awk 'NF>1{f=$$NF; for(i=1;i<NF;i++) print f "=" $$i}'),\
	$(eval $(B)/$(basename $(word 1,$(subst =, ,$(l)))): $(B)/$(word 2,$(subst =, ,$(l)))/test.a))

$(UNIT): %: %.o
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $< -Wl,--start-group $(filter %.a,$^) -Wl,--end-group \
		$(shell $(PKG_CONFIG) --libs $(TEST_LIBS)) -lm

# The power cuts of u-outbox-crash and u-crash-disk, many more of them; of check-long.
crash-long: $(B)/tests/unit/u-crash-disk $(B)/tests/unit/u-outbox-crash
	$(Q)CRASH_ROUNDS=$(or $(CRASH_ROUNDS),30) CMOCKA_MESSAGE_OUTPUT=TAP prove --exec '' $^
.PHONY: crash-long

unit: $(UNIT) content
	$(Q)CMOCKA_MESSAGE_OUTPUT=TAP prove -j$(shell nproc) --exec '' $(UNIT)
.PHONY: unit

# Makes the pictures of tests/text/reference anew, and build/text/index.html to judge them by: look at every one.
reference: $(B)/tests/unit/u-reference
	$(Q)MARUMADO_REFERENCE=write $<
	$(Q)dpkg-query -W -f '$${Package} $${Version}\n' $$(cut -d' ' -f1 tests/text/reference/packages.txt) \
		>build/text/packages.txt && cp build/text/packages.txt tests/text/reference/packages.txt
	@echo 'look at build/text/index.html before you commit'
.PHONY: reference

# One line a file: "src/ui/ui.c -std=c11 …", for lint.
compile-flags:
	@{ $(foreach d,$(FOLDERS),$(if $(call srcs,$(d)),flags="$$($(PKG_CONFIG) --cflags $(PKG_$(d)) | sed 's/-I/-isystem /g')"; \
		for f in $(call srcs,$(d)); do echo "$$f -std=c11 -D_GNU_SOURCE '-DMARUMADO_VERSION=\"0\"' '-DMARUMADO_DATADIR=\"/\"' \
		-I$(d) $(addprefix -I,$(INC_$(d))) $$flags"; done;)) } | sed 's/ *$$//'
.PHONY: compile-flags

# --- everything -------------------------------------------------------------------------------------------
# Release binaries with warnings as errors, a second compiler, sanitizers, the real programs end to end.
E2E := $(sort $(wildcard tests/e2e/*.py tests/e2e/*.sh))
export MARUMADO_BIN ?= build/release
export MARUMADO_CONTENT ?= build/content

test:
	$(Q)$(INSTALL_PACKAGES) build run audio test
	$(Q)$(MAKE) --no-print-directory -j$(shell nproc) WERROR=1 all
	$(Q)tests/size.sh
	$(Q)tests/boundaries.sh build/release
	$(Q)$(MAKE) --no-print-directory -j$(shell nproc) WERROR=1 SAN=address,undefined unit
	$(Q)$(MAKE) --no-print-directory -j$(shell nproc) CC=clang WERROR=1 VARIANT=clang programs
	$(Q)$(MAKE) --no-print-directory -j$(shell nproc) fuzz-replay
	$(Q)$(MAKE) --no-print-directory lint-easy po-check
	$(Q)$(MAKE) --no-print-directory audio AUDIO_LANGS='ja-simple en'
	$(Q)prove -j$(shell nproc) --exec '' $(E2E)
	$(Q)prove --exec '' tests/screens/audit.py tests/screens/colours.py
	$(Q)$(MAKE) --no-print-directory coverage
	@echo 'make test: everything holds'

# The rules of easy Japanese (tests/lint-easy.py) over every text in it.
lint-easy:
	$(Q)/usr/bin/python3 tests/lint-easy.py assets/lang/ja-simple.po assets/lang/ja.po

# What must hold of every catalogue (tests/po-check.py).
po-check:
	$(Q)/usr/bin/python3 tests/po-check.py $(wildcard assets/lang/*.po) assets/lang-staff/ja.po

# The template translators and Weblate begin from: keys, with the English and the Japanese as comments.
pot:
	$(Q)mkdir -p build
	$(Q)/usr/bin/python3 assets/lang/make-pot.py assets/lang/en.po assets/lang/ja.po > build/marumado.pot
	@echo build/marumado.pot

# A developer's tool: proposes phrase ends in ja.po (npm's budoux). Read what it changed before you commit it.
break-points:
	$(Q)mkdir -p build/npm && cd build/npm && npm install --silent --no-save budoux@0.9.2
	$(Q)cp assets/lang/break-points.mjs build/npm/ && node build/npm/break-points.mjs assets/lang/ja.po

# A developer's tool: kanji of a catalogue that have no furigana yet, with the reading MeCab would give.
furigana:
	$(Q)/usr/bin/python3 assets/lang/propose-furigana.py assets/lang/ja-simple.po assets/lang/ja.po

# The real programs, built with sanitizers, on the same visits.
test-asan:
	$(Q)$(MAKE) --no-print-directory -j$(shell nproc) SAN=address,undefined programs
	$(Q)MARUMADO_BIN=build/address-undefined prove --exec '' tests/e2e/visits.py tests/e2e/hostile.py tests/e2e/badinput.py

# Lines of src/ and sync/ run by the unit tests and the visits together; fails below 85 %.
coverage:
	$(Q)$(MAKE) --no-print-directory -j$(shell nproc) COV=1 programs unit
	$(Q)MARUMADO_BIN=build/cov prove -Q -j$(shell nproc) --exec '' tests/e2e/visits.py tests/e2e/wipe.py tests/e2e/badinput.py \
		tests/e2e/hostile.py tests/e2e/city.py tests/e2e/usb.py tests/e2e/drawing.py tests/e2e/keyboards.py \
		tests/e2e/keypad.py tests/e2e/convert.py tests/e2e/status.py tests/e2e/staff.py tests/e2e/paper.py \
		tests/e2e/activity.py tests/e2e/intake.py tests/e2e/outreach.py tests/e2e/follow.py tests/e2e/amend.py
	$(Q)gcovr --root . --filter 'src/' --filter 'sync/' --object-directory build/cov --exclude-throw-branches \
		--print-summary --fail-under-line 85 >build/coverage.txt; status=$$?; tail -n 4 build/coverage.txt; exit $$status
.PHONY: test test-asan coverage lint-easy
include tests/bench/bench.mk
include tests/fuzz/fuzz.mk

# Every screen in every language, theme and orientation, to look at: build/gallery/index.html.
gallery: all
	$(Q)tests/screens/gallery.py build/gallery
.PHONY: gallery

# The pictures of the README, made by the program itself: name language screen theme panel, out of the gallery.
SCREENSHOTS := start:ja-simple:start:light:1920x1080 notice:en:notice:light:1920x1080 \
	who:zh-Hans:who:light:1920x1080 danger:ja:danger:light:1920x1080 topics:ja-simple:topics:light:1920x1080 \
	words:ja-simple:words:dark:1920x1080 hangul:ko:words:light:1920x1080 check:vi:check:light:1920x1080 \
	done:ne:done:contrast:1920x1080 person:th:person:yellow:1920x1080 arabic:ar:topics:light:1080x1920 \
	comfort:my:comfort:light:1080x1920 staff:staff:staff_home:light:1920x1080
screenshots: all
	$(Q)tests/screens/gallery.py build/shots $(sort $(foreach s,$(SCREENSHOTS),$(word 2,$(subst :, ,$(s)))))
	$(Q)rm -rf assets/screenshots && mkdir -p assets/screenshots
	$(Q)set -e; for s in $(SCREENSHOTS); do IFS=:; set -- $$s; unset IFS; \
		from=$$(ls build/shots/"$$2"_*-"$$3"-0.0-"$$4"-"$$5".png | head -n 1); \
		cp "$$from" assets/screenshots/"$$1".png; done
.PHONY: screenshots
