# SPDX-License-Identifier: Apache-2.0
#
# まるまど — build, run, test.   make help   lists the targets.
#
# Each folder sees only the folders that design.md §2 allows it to include: INC_<folder> below is that rule.
# V=1 shows commands, WERROR=1 makes warnings errors, SAN=address,undefined builds with sanitizers,
# COV=1 with coverage counters; each such variant has its own folder under build/.

VERSION := 0.1.0
PREFIX ?= /usr/local
DESTDIR ?=
DATADIR := $(PREFIX)/share/marumado
CC ?= cc
PKG_CONFIG ?= pkg-config
Q := $(if $(V),,@)
say = $(if $(V),,@printf '  %-8s %s\n' '$(1)' '$(2)')

empty :=
comma := ,
VARIANT := $(or $(subst $(comma),-,$(SAN))$(if $(COV),cov),release)
B := build/$(VARIANT)

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
	-Wvla -Wwrite-strings -Wformat=2 -Wcast-qual -Wpointer-arith -Wundef -Wno-unused-parameter
OPT := $(if $(COV),-O0 --coverage -fprofile-update=atomic,-O2) -g -ffunction-sections
HARDEN := -fstack-protector-strong -fPIE $(if $(SAN)$(COV),,-D_FORTIFY_SOURCE=2)
CFLAGS_ALL := -std=c11 -D_GNU_SOURCE -DMARUMADO_VERSION='"$(VERSION)"' -DMARUMADO_DATADIR='"$(DATADIR)"' $(OPT) $(HARDEN) $(WARN) \
	$(if $(WERROR),-Werror) $(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer -fno-sanitize-recover=all) $(CFLAGS)
LDFLAGS_ALL := -pie -Wl,--as-needed,--gc-sections,-z,relro,-z,now $(if $(SAN),-fsanitize=$(SAN)) $(if $(COV),--coverage) $(LDFLAGS)

# --- which folder may include which -------------------------------------------------------------------
INC_src/shared :=
INC_src/text := src/shared
INC_src/form := src/shared src/text
INC_src/record := src/shared
INC_src/ime := src/shared src/text
INC_src/ui := src/shared src/text
INC_src/convert := src/ime
INC_src/pinyin := src/ime src/convert
INC_src/print := src/shared src/convert
INC_src/staff := src/shared src/text src/form src/record
INC_src/sheet := src/shared src/record
INC_src/kiosk := src/shared src/text src/form src/record src/staff src/sheet src/ime src/ui
INC_sync := src/shared
INC_sync/city := src/shared src/record
INC_sync/desk := src/shared src/record src/text src/sheet
INC_tests/unit := src/shared src/text src/form src/record src/staff src/sheet src/ime src/convert src/print src/ui \
	src/kiosk sync sync/city sync/desk
INC_tests/fuzz := $(INC_tests/unit)
INC_tests/bench := $(INC_tests/unit)

# --- libraries each folder compiles against -------------------------------------------------------------
PKG_src/shared := sqlite3 inih libcrypto
PKG_src/text := icu-uc icu-i18n jansson libqrencode
PKG_src/form := jansson icu-uc
PKG_src/record := jose jansson libcrypto libargon2
PKG_src/staff := jose jansson libcrypto libargon2
PKG_src/ime := icu-uc libhangul
PKG_src/ui := sdl2 SDL2_ttf opusfile icu-uc jansson libpng
PKG_src/kiosk := jansson sqlite3 libcrypto
PKG_src/convert := anthy
PKG_src/pinyin := libpinyin icu-i18n
DEF_src/pinyin := -DMARUMADO_PINYIN_DATA='"$(shell $(PKG_CONFIG) --variable=pkgdatadir libpinyin 2>/dev/null)/data"'
PKG_src/print := cairo-pdf
PKG_sync := sqlite3 libcurl jansson openssl
PKG_sync/city := libmicrohttpd sqlite3 jose jansson libcrypto
PKG_src/sheet := jansson
PKG_sync/desk := jose jansson pangocairo cairo-pdf
PKG_tests/unit := cmocka jansson sqlite3 jose libcrypto icu-uc sdl2 SDL2_ttf libpng
PKG_tests/fuzz := $(PKG_tests/unit)
PKG_tests/bench := sdl2 SDL2_ttf x11 libcurl sqlite3 jansson libcrypto

FOLDERS := src/shared src/text src/form src/record src/staff src/sheet src/ime src/convert src/print src/ui src/kiosk sync sync/city sync/desk
srcs = $(wildcard $(1)/*.c)
objs = $(patsubst %.c,$(B)/%.o,$(1))

# --- programs: what each is made of and links (design.md §1; tests/boundaries.sh reads the result) -------
RECORD_CITY := $(addprefix src/record/,keys.c keydoc.c sign.c item.c plainitem.c ack.c statusdoc.c)
SHARED_CITY := $(addprefix src/shared/,log.c buf.c config.c plain.c)
SHARED_DESK := $(SHARED_CITY) src/text/hidden.c

SRC_marumado-kiosk := $(foreach d,src/shared src/text src/form src/staff src/sheet src/ime src/ui src/kiosk,$(call srcs,$(d))) \
	$(filter-out src/record/unseal.c,$(call srcs,src/record))
LIB_marumado-kiosk := sdl2 SDL2_ttf opusfile icu-uc icu-i18n sqlite3 jose jansson libcrypto libargon2 libqrencode libpng inih libhangul
SRC_marumado-convert := $(call srcs,src/convert) src/ime/conversion.c
LIB_marumado-convert := anthy
# GPL-3+ through libpinyin, so a program of its own, built where libpinyin is
PINYIN := $(shell $(PKG_CONFIG) --exists libpinyin && echo marumado-pinyin)
SRC_marumado-pinyin := $(call srcs,src/pinyin) $(addprefix src/convert/,sandbox.c serve.c) src/ime/conversion.c
LIB_marumado-pinyin := libpinyin icu-i18n icu-uc
SRC_marumado-print := $(call srcs,src/print) src/convert/sandbox.c $(addprefix src/shared/,buf.c printjob.c)
LIB_marumado-print := cairo-pdf
LINK_marumado-print := -lcups
SRC_marumado-sync := $(call srcs,sync) $(call srcs,src/shared)
LIB_marumado-sync := sqlite3 libcurl jansson inih openssl
SRC_marumado-city := $(call srcs,sync/city) $(RECORD_CITY) $(SHARED_CITY)
LIB_marumado-city := libmicrohttpd sqlite3 jose jansson libcrypto inih
SRC_marumado-desk := $(call srcs,sync/desk) $(call srcs,src/record) $(SHARED_DESK) $(call srcs,src/sheet) src/text/qr.c
LIB_marumado-desk := jose jansson libcrypto libargon2 inih icu-uc pangocairo cairo-pdf libqrencode
PROGRAMS := marumado-kiosk marumado-convert marumado-print marumado-sync marumado-city marumado-desk $(PINYIN)

.DEFAULT_GOAL := all
.SECONDEXPANSION:
.DELETE_ON_ERROR:
.SUFFIXES:
all: programs content
programs: $(addprefix $(B)/,$(PROGRAMS))

pkgdir = $(patsubst %/,%,$(dir $(1)))
$(B)/%.o: %.c Makefile
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS_ALL) $(DEF_$(call pkgdir,$<)) -I$(<D) $(addprefix -I,$(INC_$(call pkgdir,$<))) \
		$(shell $(PKG_CONFIG) --cflags $(PKG_$(call pkgdir,$<)) | sed 's/-I/-isystem /g') -MMD -MP -c -o $@ $<

# The folder of the content is compiled into the desk: another PREFIX compiles that again.
$(shell mkdir -p $(B) && { echo '$(PREFIX)' | cmp -s - $(B)/prefix || echo '$(PREFIX)' >$(B)/prefix; })
$(B)/sync/desk/open.o $(B)/sync/desk/report.o $(B)/sync/desk/answer.o: $(B)/prefix

define program
$(B)/$(1): $$(call objs,$$(SRC_$(1)))
	$$(call say,LD,$$@)
	$$(Q)$$(CC) $$(LDFLAGS_ALL) -o $$@ $$^ $$(shell $$(PKG_CONFIG) --libs $$(LIB_$(1))) $$(LINK_$(1)) -lm
endef
$(foreach p,$(PROGRAMS),$(eval $(call program,$(p))))

include assets/content.mk
include tests/tests.mk

# --- two commands ---------------------------------------------------------------------------------------
INSTALL_PACKAGES := tests/packages/install.sh

run:
	$(Q)$(INSTALL_PACKAGES) build run
	$(Q)$(MAKE) --no-print-directory all audio
	$(Q)tests/run/run.sh $(B) $(C)

# --- installing: programs, content, manual pages, an example configuration ---------------------------------
install: all audio
	$(Q)install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(DATADIR) $(DESTDIR)$(PREFIX)/share/doc/marumado
	$(Q)install -m 755 $(addprefix $(B)/,$(PROGRAMS)) $(DESTDIR)$(PREFIX)/bin
	$(Q)cp -R $(C)/. $(DESTDIR)$(DATADIR)/
	$(Q)install -m 644 README.md LICENSE assets/marumado.ini.example sync/city/nginx.conf.example \
		$(DESTDIR)$(PREFIX)/share/doc/marumado

# --- style ------------------------------------------------------------------------------------------------
C_FILES = $(shell git ls-files -- '*.c' '*.h')
format:
	$(Q)$(INSTALL_PACKAGES) lint
	$(Q)clang-format -i $(C_FILES)

lint:
	$(Q)$(INSTALL_PACKAGES) build lint
	$(Q)tests/lint.sh $(B)

help:
	@printf '%s\n' 'make            build programs and content' 'make run        a city and a kiosk on this machine' 'make audio      the sounds of reading aloud; AUDIO_LANGS="en ko" limits' \
	'make test       everything that must hold (installs what it needs)' 'make bench      the ratios of the README' \
	'make install    DESTDIR= PREFIX=$(PREFIX)' 'make lint       clang-tidy and cppcheck' 'make lint-easy the rules of easy Japanese' \
	'make coverage   lines run by the tests' 'make fuzz       TIME=60 seconds a parser; fuzz-replay runs the corpus' \
	'make check-long fuzzers, power cuts, sanitized programs' \
	'make reference  draws the pictures of every script anew' \
	'make format     clang-format' 'make clean      removes build/ (never run/)' '' \
	'V=1 shows commands; WERROR=1; SAN=address,undefined; COV=1'

clean:
	rm -rf build

-include $(shell find build -name '*.d' 2>/dev/null)
.PHONY: all programs content clean run install format lint help
