# SPDX-License-Identifier: Apache-2.0
# content — what the kiosk reads at run time, gathered in build/content (see assets/README when it exists).
C := build/content
content:
