# SPDX-License-Identifier: Apache-2.0
# `make bench` — the ratios of the README, measured side by side in one run. BENCH="store courier" runs only
# these parts of: store courier city screen.

BENCH_BIN := $(B)/tests/bench
BENCH_CORE := probe floor floorsdl run delay curlloop rates fill micro
BENCH_SCREEN := submit
PKG_tests/bench := sdl2 SDL2_ttf x11 xext xtst libcurl sqlite3 jose jansson libcrypto
BENCH_LIBS := sdl2 x11 xext xtst libcurl sqlite3 jose jansson libcrypto inih

# What each is made of besides its own file.
$(BENCH_BIN)/fill: $(B)/src/record/test.a $(B)/src/shared/test.a
$(BENCH_BIN)/micro: $(B)/sync/test.a $(B)/src/shared/test.a
$(BENCH_BIN)/submit: $(addprefix $(B)/,$(addsuffix /test.a,src/kiosk src/form src/record src/shared src/text src/ui))
$(BENCH_BIN)/submit: BENCH_LIBS += $(TEST_LIBS)

$(addprefix $(BENCH_BIN)/,$(BENCH_CORE) $(BENCH_SCREEN)): %: %.o
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $< -Wl,--start-group $(filter %.a,$^) -Wl,--end-group \
		$(shell $(PKG_CONFIG) --libs $(BENCH_LIBS)) -lm

bench-programs: $(addprefix $(BENCH_BIN)/,$(BENCH_CORE) $(BENCH_SCREEN))
bench:
	$(Q)$(INSTALL_PACKAGES) build run test bench
	$(Q)$(MAKE) --no-print-directory -j$(shell nproc) all bench-programs
	$(Q)tests/bench/bench.sh $(B) $(C) $(BENCH)
.PHONY: bench bench-programs
