# SPDX-License-Identifier: Apache-2.0
# content — what the kiosk reads at run time, gathered in build/content. Sources: assets/ and fonts/stack.json.
C := build/content
ICON_TABLE := /usr/share/fonts-material-design-icons-iconfont/scss/_variables.scss
CONTENT_JSON := themes.json languages.json directory.json areas.json desk-labels.json desk-form.json \
	desk-report.json status-codes.json
CONTENT_LANGS := $(notdir $(basename $(wildcard assets/lang/*.po)))
CONTENT_KEYBOARDS := $(notdir $(wildcard assets/keyboards/*.json))
CONTENT_SHEETS := $(notdir $(wildcard assets/sheets/*.json))
CONTENT_FORMS := $(notdir $(wildcard assets/forms/*.json))
ICON_SOURCES := $(addprefix assets/keyboards/,$(CONTENT_KEYBOARDS)) $(addprefix assets/forms/,$(CONTENT_FORMS)) \
	assets/directory.json assets/status-codes.json

CONTENT_FILES := $(addprefix $(C)/,$(CONTENT_JSON)) $(addprefix $(C)/forms/,$(CONTENT_FORMS)) \
	$(addprefix $(C)/sheets/,$(CONTENT_SHEETS)) $(addprefix $(C)/keyboards/,$(CONTENT_KEYBOARDS)) $(C)/pictograms.json \
	$(addsuffix /LC_MESSAGES/marumado.mo,$(addprefix $(C)/locale/,$(CONTENT_LANGS))) $(C)/locale/ja/LC_MESSAGES/staff.mo $(C)/fonts/stack.json

content: $(CONTENT_FILES)

$(C)/%.json: assets/%.json
	$(call say,JSON,$<)
	$(Q)mkdir -p $(@D) && jq . $< > /dev/null && cp $< $@

$(C)/fonts/stack.json: fonts/stack.json
	$(call say,JSON,$<)
	$(Q)mkdir -p $(@D) && jq . $< > /dev/null && cp $< $@

$(C)/pictograms.json: assets/build-pictograms.sh assets/pictograms.list $(ICON_TABLE) $(ICON_SOURCES)
	$(call say,ICONS,$@)
	$(Q)mkdir -p $(@D) && sh assets/build-pictograms.sh $(ICON_TABLE) assets/pictograms.list $(ICON_SOURCES) > $@

$(C)/locale/%/LC_MESSAGES/marumado.mo: assets/lang/%.po
	$(call say,MSGFMT,$<)
	$(Q)mkdir -p $(@D) && msgfmt --check -o $@ $<

# The staff side's texts: a domain of its own, Japanese only.
$(C)/locale/ja/LC_MESSAGES/staff.mo: assets/lang-staff/ja.po
	$(call say,MSGFMT,$<)
	$(Q)mkdir -p $(@D) && msgfmt --check -o $@ $<

# Proposals for keyboards out of xkb-data, in build/keyboards; assets/keyboards is the truth, mended by hand.
XKB := th np mm ara vn es br kr
keyboards:
	$(Q)$(INSTALL_PACKAGES) build keyboards
	$(Q)mkdir -p build/keyboards
	$(Q)$(CC) -std=c11 $(WARN) -Werror -o build/keyboards/xkb-proposal assets/xkb-proposal.c \
		$(shell $(PKG_CONFIG) --cflags --libs xkbcommon 2>/dev/null || echo -lxkbcommon)
	$(Q)for l in $(XKB); do build/keyboards/xkb-proposal $$l | jq . >build/keyboards/$$l.json || exit 1; done
.PHONY: keyboards

# --- reading aloud: sounds of all texts, made once (assets/audio/make-audio.py). AUDIO_LANGS="en ko" limits. -----
audio: content build/audio/hear
	$(Q)$(INSTALL_PACKAGES) audio
	$(Q)flock build/audio.lock /usr/bin/python3 assets/audio/make-audio.py --hear build/audio/hear $(C) \
		assets/audio/recordings $(AUDIO_LANGS)

build/audio/hear: assets/audio/hear.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(CC) -std=c11 -D_GNU_SOURCE -O2 $(WARN) -Werror -o $@ $< \
		$(shell $(PKG_CONFIG) --cflags --libs opusfile | sed 's/-I/-isystem /g') -lm
.PHONY: audio
