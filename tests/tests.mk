# SPDX-License-Identifier: Apache-2.0
# tests — unit tests are tests/unit/u-<module>.c, one program each, TAP through prove. The comment line
# " * Links: src/shared src/text" of a test names the folders whose objects (but main.c) it links.

TEST_LIBS := cmocka sdl2 SDL2_ttf icu-uc icu-i18n sqlite3 jose jansson libcrypto libargon2 libqrencode libpng inih \
	libcurl libmicrohttpd
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

unit: $(UNIT) content
	$(Q)CMOCKA_MESSAGE_OUTPUT=TAP prove --exec '' $(UNIT)
.PHONY: unit

# One line a file: "src/ui/ui.c -std=c11 …", for lint.
compile-flags:
	@$(foreach d,$(FOLDERS),$(if $(call srcs,$(d)),flags="$$($(PKG_CONFIG) --cflags $(PKG_$(d)) | sed 's/-I/-isystem /g')"; \
		for f in $(call srcs,$(d)); do echo "$$f -std=c11 -D_GNU_SOURCE '-DMARUMADO_VERSION=\"0\"' '-DMARUMADO_DATADIR=\"/\"' \
		-I$(d) $(addprefix -I,$(INC_$(d))) $$flags"; done;))
.PHONY: compile-flags
