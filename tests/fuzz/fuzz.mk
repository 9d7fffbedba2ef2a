# SPDX-License-Identifier: Apache-2.0
# tests/fuzz — one target per parser that reads bytes from outside. What a target is made of is named file by
# file: it links no more than the parser needs.
#
#   make fuzz-replay   gcc with sanitizers, every file of tests/fuzz/corpus once; seconds
#   make fuzz TIME=60  clang's libFuzzer, TIME seconds a target; FUZZ="item ack" chooses; findings in build/fuzz/
#   make check-long    that, thousands of power cuts more, and the real programs with sanitizers

FUZZ ?= item ack keydoc rules formdef layout config osk decode statusdoc script batch conversion mozc drawing compose printjob
TIME ?= 60

FUZZ_RECORD := $(addprefix src/record/,keys.c keydoc.c sign.c item.c plainitem.c ack.c) \
	src/shared/buf.c src/shared/plain.c
FUZZ_SIGNING := tests/fuzz/signing.c
FUZZ_UTF8 := src/text/utf8.c src/text/hidden.c src/shared/buf.c
FUZZ_FORM := $(addprefix src/form/,rules.c rules_eval.c formdef.c formdef_json.c formdef_load.c formdef_type.c answers.c \
	answers_check.c mynumber.c)
FUZZ_SRC_item := $(FUZZ_RECORD) $(FUZZ_SIGNING)
FUZZ_SRC_ack := $(FUZZ_RECORD) $(FUZZ_SIGNING) sync/ackframe.c sync/batch.c $(wildcard src/shared/*.c)
FUZZ_SRC_keydoc := $(FUZZ_RECORD) $(FUZZ_SIGNING)
FUZZ_SRC_rules := src/form/rules.c src/form/rules_eval.c src/shared/buf.c
FUZZ_SRC_formdef := $(FUZZ_FORM) $(FUZZ_UTF8)
FUZZ_SRC_layout := $(addprefix src/text/,furigana.c layout.c para.c itemise.c linebreak.c place.c fontstack.c) $(FUZZ_UTF8)
FUZZ_SRC_config := src/shared/config.c src/shared/buf.c
FUZZ_SRC_osk := src/ui/osk_load.c
FUZZ_SRC_decode := $(FUZZ_RECORD) $(FUZZ_SIGNING) $(addprefix src/record/,seal.c unseal.c receipt.c) \
	$(addprefix sync/desk/,decode.c drawing.c check.c visible.c members.c) src/text/hidden.c src/shared/buf.c
FUZZ_SRC_statusdoc := $(FUZZ_RECORD) $(FUZZ_SIGNING) $(addprefix src/record/,statusdoc.c status.c receipt.c) src/shared/buf.c
FUZZ_SRC_script := src/kiosk/script.c src/kiosk/why.c src/shared/buf.c
FUZZ_SRC_batch := sync/city/itemframe.c sync/ackframe.c sync/batch.c $(wildcard src/shared/*.c)
FUZZ_SRC_conversion := src/ime/conversion.c $(FUZZ_UTF8)
FUZZ_SRC_mozc := src/convert/mozc_reply.c
FUZZ_SRC_compose := $(wildcard src/ime/compose*.c) $(FUZZ_UTF8)
FUZZ_SRC_drawing := $(addprefix sync/desk/,drawing.c page.c table.c labels.c) $(addprefix src/sheet/,content.c formvalue.c) $(FUZZ_RECORD) src/record/receipt.c

FUZZ_SRC_printjob := src/shared/printjob.c
# Beside its corpus: the forms as they are today.
FUZZ_ALSO_formdef := assets/forms

FUZZ_BIN := $(B)/tests/fuzz
fuzz_objs = $(call objs,$(sort tests/fuzz/f-$(1).c tests/fuzz/fuzz.c $(FUZZ_SRC_$(1))))
# fuzz-f-<name> brings libFuzzer's main, replay-f-<name> its own.
define fuzz_target
$(FUZZ_BIN)/fuzz-f-$(1): $$(call fuzz_objs,$(1))
$(FUZZ_BIN)/replay-f-$(1): $$(call fuzz_objs,$(1)) $(B)/tests/fuzz/replay.o
endef
$(foreach t,$(FUZZ),$(eval $(call fuzz_target,$(t))))
FUZZ_PROGRAMS := $(foreach t,$(FUZZ),$(FUZZ_BIN)/fuzz-f-$(t) $(FUZZ_BIN)/replay-f-$(t))
$(FUZZ_PROGRAMS):
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS_ALL) $(if $(findstring /fuzz-f-,$@),-fsanitize=fuzzer) -o $@ $^ \
		$(shell $(PKG_CONFIG) --libs $(filter-out cmocka sdl2 SDL2_ttf,$(TEST_LIBS))) -lm

fuzz-replay-run: $(foreach t,$(FUZZ),$(FUZZ_BIN)/replay-f-$(t))
	$(Q)$(foreach t,$(FUZZ),printf 'fuzz %s: ' $(t); $(FUZZ_BIN)/replay-f-$(t) tests/fuzz/corpus/$(t)/* \
		$(addsuffix /*,$(FUZZ_ALSO_$(t))) 2>$(FUZZ_BIN)/$(t).log || { cat $(FUZZ_BIN)/$(t).log; exit 1; };)

fuzz-run: $(foreach t,$(FUZZ),$(FUZZ_BIN)/fuzz-f-$(t))
	$(Q)$(foreach t,$(FUZZ),mkdir -p $(B)/found/$(t); echo "fuzz $(t), $(TIME) s"; \
		$(FUZZ_BIN)/fuzz-f-$(t) -max_total_time=$(TIME) -max_len=$(if $(FUZZ_ALSO_$(t)),16384,4096) -timeout=10 \
		-rss_limit_mb=2048 -verbosity=0 -artifact_prefix=$(B)/$(t)- $(B)/found/$(t) tests/fuzz/corpus/$(t) \
		$(FUZZ_ALSO_$(t)) || exit 1;)

fuzz-replay:
	$(Q)$(INSTALL_PACKAGES) build test
	$(Q)$(MAKE) --no-print-directory CC=gcc SAN=address,undefined fuzz-replay-run
fuzz:
	$(Q)$(INSTALL_PACKAGES) build test
	$(Q)$(MAKE) --no-print-directory CC=clang VARIANT=fuzz SAN=address,undefined CFLAGS=-fsanitize=fuzzer-no-link fuzz-run

check-long: fuzz-replay crash-long fuzz test-asan
	@echo 'make check-long: everything holds'
.PHONY: fuzz fuzz-run fuzz-replay fuzz-replay-run check-long
