# make          builds everything into build/
# make demo     installs what is missing, builds, loads the example company, prints a month's sheet
# make check    builds and runs every test
# make help     lists the rest

CC      ?= cc
BUILD   ?= build
PREFIX  ?= /usr/local
DESTDIR ?=

VERSION := 0.1.0

# One line per reason stands in README.md.
PACKAGES := gcc clang make libsqlite3-dev libcsv-dev nettle-dev bats sqlite3 \
            shellcheck mandoc man-db

WARN := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 \
        -Wvla -Wundef -Wwrite-strings
HARD := -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fPIE -fcf-protection
OPT  ?= -O2 -g
CFLAGS  ?=
LDFLAGS ?=

all_cflags  = -std=c11 -D_GNU_SOURCE -DSVC_VERSION='"$(VERSION)"' \
              -DSVC_DATADIR='"$(PREFIX)/share/svc"' -Iinclude $(OPT) $(HARD) $(WARN) $(CFLAGS)
all_ldflags = -pie -Wl,-z,relro,-z,now -Wl,--as-needed $(LDFLAGS)
libs        = -lsqlite3 -lcsv -lnettle -lm

lib_src  := $(wildcard lib/*/*.c)
gen_src  := $(BUILD)/gen/schema.c $(BUILD)/gen/sql.c
lib_obj  := $(lib_src:%.c=$(BUILD)/%.o) $(gen_src:.c=.o)
# cmd/svc-NAME-part.c belongs to cmd/svc-NAME.c.
parts    := $(foreach c,$(wildcard cmd/svc-*.c),$(wildcard $(c:.c=-*.c)))
commands := $(notdir $(basename $(filter-out $(parts),$(wildcard cmd/*.c))))
programs := $(commands:%=$(BUILD)/bin/%)
units    := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/*.c)) \
            $(patsubst tests/fault/%.c,$(BUILD)/tests/fault-%,$(wildcard tests/fault/*.c))

benches  := $(patsubst tests/bench/%.c,$(BUILD)/tests/bench-%,$(wildcard tests/bench/*.c))

.PHONY: all check check-asan bench lint demo deps install uninstall dist clean help
.DELETE_ON_ERROR:
.SECONDEXPANSION:

all: $(programs) $(BUILD)/share/svc/policy

# The programs look for the pack beside themselves, in the build folder as when installed.
$(BUILD)/share/svc/policy: $(wildcard lib/policy/*.csv)
	@mkdir -p $@
	@cp lib/policy/*.csv $@
	@touch $@

help:
	@sed -n 's/^# make/make/p' Makefile
	@echo 'make check-asan | bench | lint | deps | install | uninstall | dist | clean'

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(all_cflags) -MMD -MP -c -o $@ $<

$(BUILD)/gen/%.o: $(BUILD)/gen/%.c
	$(CC) $(all_cflags) -MMD -MP -c -o $@ $<

# SQL files become C strings: the schema's steps in order, the score and report files by name.
embed = sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/.*/    "&\\n"/' $(1)

$(BUILD)/gen/schema.c: $(sort $(wildcard lib/store/schema/*.sql)) Makefile
	@mkdir -p $(@D)
	@{ echo '#include "svc/migrate.h"'; echo; \
	   echo 'const struct svc_migration svc_migrations[] = {'; \
	   for f in $(filter %.sql,$^); do n=$$(basename $$f .sql); \
	     case $$n in *.*) e="\"$${n#*.}\"";; *) e=0;; esac; \
	     echo "{ $$(expr $${n%%-*} + 0), \"$$n\", $$e,"; $(call embed,$$f); echo '},'; done; \
	   echo '{ 0, 0, 0, 0 } };'; } > $@

$(BUILD)/gen/sql.c: $(sort $(wildcard lib/score/*.sql lib/report/*.sql)) Makefile
	@mkdir -p $(@D)
	@{ echo '#include "svc/score.h"'; echo; \
	   echo 'const struct svc_sql_file svc_sql_files[] = {'; \
	   for f in $(filter %.sql,$^); do d=$$(basename $$(dirname $$f)); \
	     echo "{ \"$$d/$$(basename $$f .sql)\","; $(call embed,$$f); echo '},'; done; \
	   echo '{ 0, 0 } };'; } > $@

$(BUILD)/lib/libsvc.a: $(lib_obj)
	@mkdir -p $(@D)
	@rm -f $@
	$(AR) rcs $@ $^

# A program is its file and the files of its stem: svc-NAME.c, svc-NAME-part.c.
objects = $(addprefix $(BUILD)/,$(addsuffix .o,$(basename $(wildcard cmd/$(1).c $(if $(filter svc,$(1)),,cmd/$(1)-*.c)))))
$(programs): $(BUILD)/bin/%: $$(call objects,$$*) $(BUILD)/lib/libsvc.a
	@mkdir -p $(@D)
	$(CC) $(all_ldflags) -o $@ $^ $(libs)

$(BUILD)/tests/%: $(BUILD)/tests/unit/%.o $(BUILD)/lib/libsvc.a
	@mkdir -p $(@D)
	$(CC) $(all_ldflags) -o $@ $^ $(libs)

$(BUILD)/tests/fault-%: $(BUILD)/tests/fault/%.o $(BUILD)/lib/libsvc.a
	@mkdir -p $(@D)
	$(CC) $(all_ldflags) -o $@ $^ $(libs)

$(BUILD)/tests/bench-%: tests/bench/%.c
	@mkdir -p $(@D)
	$(CC) $(all_cflags) $(all_ldflags) -o $@ $< -lcsv

.SECONDARY:
-include $(lib_obj:.o=.d) $(patsubst %.c,$(BUILD)/%.d,$(wildcard cmd/*.c tests/unit/*.c tests/fault/*.c))

# What a fresh machine lacks; the only step that needs root.
deps:
	@missing=$$(dpkg-query -W -f '$${Package} $${db:Status-Status}\n' $(PACKAGES) 2>/dev/null \
	  | awk '$$2 == "installed" { have[$$1] = 1 } END { n = split("$(PACKAGES)", p, " "); \
	    for (i = 1; i <= n; i++) if (!(p[i] in have)) printf "%s ", p[i] }'); \
	if [ -n "$$missing" ]; then \
	  echo "installing $$missing"; \
	  sudo=$$(test "$$(id -u)" = 0 || echo sudo); \
	  $$sudo apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq --no-install-recommends $$missing; \
	fi

demo: deps
	@$(MAKE) --no-print-directory -s all
	@tests/demo/run $(BUILD)

check: deps
	@$(MAKE) --no-print-directory all $(units)
	@tests/run $(BUILD)

# A tool is one short run: what lives as long as the process is left to the kernel.
check-asan: deps
	@ASAN_OPTIONS=detect_leaks=0 $(MAKE) --no-print-directory BUILD=$(BUILD)/asan OPT='-O1 -g -fno-omit-frame-pointer' \
	  HARD='-fPIE' CFLAGS='-fsanitize=address,undefined -fno-sanitize-recover=all' \
	  LDFLAGS='-fsanitize=address,undefined' check

# Ratios against what a user would run instead; never part of the tests.
bench: deps
	@$(MAKE) --no-print-directory -s all $(benches)
	@tests/bench/run $(BUILD) $(ROWS)

lint: deps
	@tests/lint

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/svc/policy \
	  $(patsubst %,$(DESTDIR)$(PREFIX)/share/man/man%,1 5 7)
	install -m 755 $(programs) $(DESTDIR)$(PREFIX)/bin
	install -m 644 lib/policy/*.csv $(DESTDIR)$(PREFIX)/share/svc/policy
	install -m 644 man/*.1 $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 man/*.5 $(DESTDIR)$(PREFIX)/share/man/man5
	install -m 644 man/*.7 $(DESTDIR)$(PREFIX)/share/man/man7

uninstall:
	rm -f $(commands:%=$(DESTDIR)$(PREFIX)/bin/%) $(patsubst man/%.1,$(DESTDIR)$(PREFIX)/share/man/man1/%.1,$(wildcard man/*.1)) \
	  $(patsubst man/%.5,$(DESTDIR)$(PREFIX)/share/man/man5/%.5,$(wildcard man/*.5)) \
	  $(patsubst man/%.7,$(DESTDIR)$(PREFIX)/share/man/man7/%.7,$(wildcard man/*.7))
	rm -rf $(DESTDIR)$(PREFIX)/share/svc

dist:
	git archive --prefix=svc-$(VERSION)/ -o $(BUILD)/svc-$(VERSION).tar.gz HEAD

clean:
	rm -rf $(BUILD)
