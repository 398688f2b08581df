# make          builds everything into build/
# make demo     installs what is missing, builds, loads the example company, prints a month's sheet
# make check    builds and runs every test
# make help     lists the rest

CC      ?= cc
BUILD   ?= build
PREFIX  ?= /usr/local
DESTDIR ?=

# Of a host: the system user who owns the store, its home, whom sudo lets run the programs (a group is
# %NAME, and made if there is none; the register of persons decides in any case), how many bytes one
# run may bring, and where sudo looks for rules.
HOST_USER   ?= svc
HOST_STATE  ?= /var/lib/svc
HOST_PEOPLE ?= %$(HOST_USER)-users
HOST_SPOOL  ?= 1073741824
SUDOERS     ?= /etc/sudoers.d

VERSION := 0.1.0

# One line per reason stands in README.md.
PACKAGES := gcc clang libclang-rt-14-dev make libsqlite3-dev libcsv-dev nettle-dev libxlsxwriter-dev bats sqlite3 \
            libexpat1-dev libzip-dev libxml2-dev libjansson-dev zip xlsx2csv \
            libpq-dev shellcheck mandoc man-db gettext less sudo miller datamash gnuplot-nox tidy

# What a server for the tests takes: make deps-pg.
PACKAGES_PG := postgresql-15

WARN := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 \
        -Wvla -Wundef -Wwrite-strings
HARD := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fPIE
OPT  ?= -O2 -g
CPPFLAGS ?=
CFLAGS   ?=
LDFLAGS  ?=

all_cflags  = -std=c11 -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -DSVC_VERSION='"$(VERSION)"' \
              -Iinclude $(CPPFLAGS) $(OPT) $(HARD) $(WARN) $(CFLAGS)
compile     = $(CC) $(all_cflags) $(own_cflags) @$(BUILD)/list/protection
all_ldflags = -pie -Wl,-z,relro,-z,now -Wl,--as-needed -Wl,--export-dynamic-symbol=svc_* $(LDFLAGS)
libs        = -lsqlite3 -lcsv -lnettle -lm

list     := $(BUILD)/list
lib_src  := $(filter-out lib/helper/%,$(wildcard lib/*/*.c))
gen_src  := $(BUILD)/gen/schema.c $(BUILD)/gen/sql.c $(BUILD)/gen/statements.c $(BUILD)/gen/words.c
lib_obj  := $(lib_src:%.c=$(BUILD)/%.o) $(gen_src:.c=.o)
# cmd/NOUN is the program svc-NOUN, and cmd/svc is svc.
nouns    := $(filter-out svc,$(patsubst cmd/%/main.c,%,$(wildcard cmd/*/main.c)))
commands := svc $(nouns:%=svc-%)
programs := $(commands:%=$(BUILD)/bin/%)
helpers  := $(patsubst lib/helper/%.c,$(BUILD)/libexec/svc/%,$(wildcard lib/helper/svc-*.c))
# The engine of a database server, for whom there is its library.
plug_src := $(wildcard lib/store/postgres/*.c)
plug_in  := $(if $(wildcard $(addsuffix /libpq-fe.h,/usr/include/postgresql /usr/include /usr/local/include)),$(BUILD)/libexec/svc/svc-postgres.so)
faults   := $(BUILD)/tests/fault-commit $(BUILD)/tests/fault-drive $(BUILD)/tests/fault-preload.so \
            $(BUILD)/tests/fault-witness.so
units    := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/*.c)) \
            $(faults)
word_src := $(sort $(wildcard cmd/*/words.csv lib/*/words.csv))
register_src := $(sort $(wildcard cmd/*/register.c))
sql_src  := $(sort $(wildcard cmd/*/*.sql lib/report/*.sql))

# The schema: core.sql, what builds on it, the triggers; then the steps, in their order.
schema_dir := lib/store/schema
steps    := $(sort $(wildcard $(schema_dir)/[0-9]*.sql))
triggers := $(sort $(filter-out $(steps),$(wildcard $(schema_dir)/*.trigger*.sql)))
base     := $(schema_dir)/core.sql $(filter-out $(schema_dir)/core.sql $(triggers) $(steps), \
              $(sort $(wildcard $(schema_dir)/*.sql))) $(triggers)
schema   := $(base) $(steps)

shared   := $(patsubst lib/share/%,$(BUILD)/share/svc/%,$(wildcard lib/share/policy/*.csv lib/share/policy/cases/*.csv lib/share/policy/score/*.txt lib/share/template/*.csv lib/share/profile/*.csv))

# What people are told in Chinese stands beside the English, a catalogue in each room and command.
catalogues := $(sort $(wildcard cmd/*/zh_CN.po lib/*/zh_CN.po lib/*/*/zh_CN.po))
catalogue  := share/svc/locale/zh_CN/LC_MESSAGES/svc.mo
shared     += $(BUILD)/$(catalogue)

# man/PAGE.N becomes share/man/manN/PAGE.N, man/zh_CN/PAGE.N share/man/zh_CN/manN/PAGE.N.
pages    := $(foreach page,$(wildcard man/*.[0-9] man/*/*.[0-9]),share/$(dir $(page))man$(subst .,,$(suffix $(page)))/$(notdir $(page)))
shared   += $(pages:%=$(BUILD)/%)

# Each shell looks for a program's completion under the program's name.
completions := share/zsh/site-functions/_svc $(foreach c,$(commands),share/bash-completion/completions/$(c) \
               share/fish/vendor_completions.d/$(c).fish)
shared      += $(completions:%=$(BUILD)/%)

# A command is built when people are told all of it in Chinese: by its catalogue, and by its page.
told     := $(nouns:%=$(BUILD)/told/%)

benches  := $(patsubst tests/bench/%.c,$(BUILD)/tests/bench-%,$(wildcard tests/bench/*.c))

# Of the harnesses fuzz.h, err.c and input.c are what they share.
fuzz_own := err input
fuzzers  := $(patsubst tests/fuzz/%.c,$(BUILD)/tests/fuzz-%,$(filter-out $(fuzz_own:%=tests/fuzz/%.c),$(wildcard tests/fuzz/*.c)))

.PHONY: FORCE all check check-asan fuzz fuzzers coverage bench bench-growth fault torture mutate lint demo deps deps-pg install uninstall install-host \
        uninstall-host dist clean help
.DELETE_ON_ERROR:
.SECONDEXPANSION:

all: $(programs) $(helpers) $(plug_in) $(shared) $(list)/shared $(told)

$(told): $(BUILD)/told/%: cmd/%/zh_CN.po man/zh_CN/svc-%.1 $$(wildcard cmd/$$*/*.[ch]) tests/messages
	@mkdir -p $(@D)
	@tests/messages check cmd/$* && touch $@

# The programs look for the pack and the sheets' templates beside themselves, in the build folder
# as when installed.
$(BUILD)/share/svc/%.txt: lib/share/%.txt
	@mkdir -p $(@D)
	@cp $< $@

$(BUILD)/share/svc/%.csv: lib/share/%.csv
	@mkdir -p $(@D)
	@cp $< $@

$(BUILD)/$(catalogue): $(catalogues) $(list)/catalogues
	@mkdir -p $(@D)
	@msgcat --use-first -o $(@D)/svc.po $(catalogues) && msgfmt -o $@ $(@D)/svc.po && rm $(@D)/svc.po

# A Chinese page is written as an English one. groff knows the two sections by their names that it is told, mandoc
# begins each use anew in an English synopsis alone. Each clause has its line; on the screen no blank stands between
# two, though a line may end there, which mandoc does at a blank alone: to it the string c is one, to groff a place
# to break at. A clause moves up to the one before it, be it behind a macro, unless words of its own would be
# macros there.
chinese = awk '/^\.Bd -literal/ { block = 1 } /^\.Ed/ { block = 0 } /^\.Sh/ { use = $$2 == "概要" ? 1 : 0 } \
  !block && /^[^.]/ && (last ~ /(，|。|；|：|、|）|”)$$/ || last ~ /[^ -~]$$/ && /^[^ -~]/) && (last ~ /^[^.]/ || \
    last !~ /^\.It/ && last ~ / No [^ ]+$$/ && !/(^| )([A-Z][a-z0-9][a-z]?|[][.,:;()|?!])( |$$)|"/) { last = last "\\*c" $$0; next } \
  NR > 1 { print last } { last = $$0 } use && /^\.Nm/ && use++ > 1 { last = ".br\n" last } \
  /^\.Os/ { last = last "\n.ds doc-section-name 名称\n.ds doc-section-synopsis 概要\n.nr doc-hyphen-flags 0" \
    "\n.ds c \" \\&\n.if \\n[.x] .ds c \\:" } END { print last }'

man_source = man/$(patsubst share/man/%,%,$(dir $(patsubst %/,%,$(dir $(1)))))$(notdir $(1))
$(pages:%=$(BUILD)/%): $(BUILD)/%: $$(call man_source,$$*) Makefile
	@mkdir -p $(@D)
	@case $* in share/man/zh_*) $(chinese) $< ;; *) cat $< ;; esac >$@

complete = @mkdir -p $(@D) && sed -e 's/@programs@/$(commands)/' -e 's/@program@/$*/' $< >$@
$(BUILD)/share/bash-completion/completions/%: lib/share/completion/svc.bash $(list)/commands
	$(complete)
$(BUILD)/share/zsh/site-functions/_%: lib/share/completion/svc.zsh $(list)/commands
	$(complete)
$(BUILD)/share/fish/vendor_completions.d/%.fish: lib/share/completion/svc.fish
	$(complete)

# What a target is made of and by, told in a list of its own: the list changes when a file comes or
# goes and when another compiler, flag or PREFIX is given, and then the target is made anew.
$(list)/compile: words = $(CC) $(all_cflags)
$(list)/link:    words = $(CC) $(all_ldflags)
$(list)/prefix:  words = $(PREFIX)
$(list)/commands: words = $(commands)
$(list)/lib:     words = $(lib_src)
$(list)/plug:    words = $(plug_src)
$(list)/sql:     words = $(sql_src)
$(list)/registers: words = $(register_src)
$(list)/words:   words = $(word_src)
$(list)/catalogues: words = $(catalogues)
$(list)/schema:  words = $(schema)
$(commands:%=$(list)/%): words = $(call sources,$(@F))
listed = mkdir -p $(@D); printf '%s\n' $(words) | cmp -s - $@ || printf '%s\n' $(words) >$@
FORCE:
$(addprefix $(list)/,compile link prefix commands lib plug sql registers words catalogues schema $(commands)): FORCE
	@$(listed)

# What a removed file left in share/ goes with it.
$(list)/shared: words = $(shared)
$(list)/shared: FORCE $(shared)
	@$(listed)
	@find $(BUILD)/share -type f | grep -vxFf $@ | xargs -r -d '\n' rm -f

# Not every processor has it: the compiler is asked once, and every compilation reads the answer.
$(list)/protection: $(list)/compile
	@if $(CC) $(CFLAGS) -fcf-protection -x c -S -o /dev/null /dev/null 2>/dev/null; \
	then echo -fcf-protection; fi >$@

help:
	@sed -n 's/^# make/make/p' Makefile
	@echo 'make check-asan | fuzz | coverage | fault | torture | bench | mutate | lint | deps | deps-pg | install | uninstall | dist | clean'
	@echo 'make fuzz takes FUZZ_S=, seconds of each harness'
	@echo 'make coverage takes STORIES=, files of tests/story, else all'
	@echo 'make mutate takes FILES= and MUTATE_S=, seconds, MUTATE_SEED='
	@echo 'make bench takes ROWS= CALLBACKS= CUSTOMERS= ORDERS= PAIRS=, how many of each'
	@echo 'make bench-growth takes ROWS=, counts of complaints to compare'
	@echo 'make fault takes FAULT_N= FAULT_S= OPS=, how much and which operations'
	@echo 'make torture takes TORTURE_S=, seconds of each scene, SCENES='
	@echo 'make install-host | uninstall-host: many users, one store of a system user; see README.md'

made_by := $(list)/compile $(list)/protection
$(BUILD)/lib/helper/svc-html-read.o: own_cflags = -isystem /usr/include/libxml2
$(BUILD)/%.o: %.c $(made_by)
	@mkdir -p $(@D)
	$(compile) -MMD -MP -c -o $@ $<

$(BUILD)/gen/%.o: $(BUILD)/gen/%.c $(made_by)
	$(compile) -MMD -MP -c -o $@ $<

# The one file that knows where it will be installed.
$(BUILD)/lib/host/host.o: own_cflags = -DSVC_DATADIR='"$(PREFIX)/share/svc"'
$(BUILD)/lib/host/host.o: $(list)/prefix

# SQL files become C strings: the schema in order, the score and report files by name. So do the
# sentences of statements.
embed = sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/.*/    "&\\n"/' $(1)

$(BUILD)/gen/schema.c: $(schema) $(list)/schema Makefile
	@mkdir -p $(@D)
	@{ echo '#include "svc/migrate.h"'; echo; \
	   echo "const char svc_schema_digest[] = \"$$(cat $(base) | sha256sum | cut -c 1-64)\";"; echo; \
	   echo 'const struct svc_migration svc_migrations[] = {'; \
	   for f in $(schema); do n=$$(basename $$f .sql); e=0; k=0; \
	     case $$n in *.trigger.*) e="\"$${n##*.}\""; n=$${n%.*};; esac; \
	     case $$n in [0-9]*) k=$$(expr $${n%%-*} + 0);; esac; \
	     echo "{ $$k, \"$$n\", $$e,"; $(call embed,$$f); echo '},'; done; \
	   echo '{ 0, 0, 0, 0 } };'; } > $@

$(BUILD)/gen/sql.c: $(sql_src) $(list)/sql Makefile
	@mkdir -p $(@D)
	@{ echo '#include "svc/sql.h"'; echo; \
	   echo 'const struct svc_sql_file svc_sql_files[] = {'; \
	   for f in $(sql_src); do d=$$(basename $$(dirname $$f)); \
	     echo "{ \"$$d/$$(basename $$f .sql)\","; $(call embed,$$f); echo '},'; done; \
	   echo '{ 0, 0 } };'; } > $@

$(BUILD)/gen/statements.c: lib/base/statements.csv Makefile
	@mkdir -p $(@D)
	@{ echo '#include "svc/statement.h"'; echo; echo 'const char svc_statements_csv[] ='; \
	   $(call embed,$<); echo '    ;'; } > $@

# Words become lists: `list,code,label,synonyms` of cmd/NOUN is a word of the list NOUN.list.
$(BUILD)/gen/words.c: $(word_src) $(list)/words Makefile
	@mkdir -p $(@D)
	@awk -F, 'BEGIN { print "#include \"svc/word.h\"\n\nconst struct svc_word_lists svc_word_lists[] = {" } \
	   FNR == 1 { n = split(FILENAME, path, "/"); next } \
	   NF != 4 || /["|:\\]/ { print FILENAME ":" FNR ": not list,code,label,synonyms" >"/dev/stderr"; exit 1 } \
	   { name = path[n - 1] "." $$1; \
	     if (name != last) print (last ? "},\n" : "") "{ \"" name "\","; \
	     print "    \"" (name == last ? "|" : "") $$2 ":" $$3 ($$4 == "" ? "" : ";") $$4 "\""; \
	     last = name } END { print "},\n{ 0, 0 } };" }' $(word_src) >$@

# The registers of all commands, for the programs that ask for them.
$(BUILD)/gen/registers.c: $(register_src) $(list)/registers Makefile
	@mkdir -p $(@D)
	@awk 'BEGIN { print "#include \"svc/registered.h\"\n" } \
	   /^const struct svc_register [a-z_]+ = / { split(FILENAME, path, "/"); \
	     print "extern const struct svc_register " $$4 ";"; \
	     all = all "    { \"" path[2] "\", &" $$4 " },\n" } \
	   END { print "\nconst struct svc_registered svc_registered[] = {\n" all "    { 0, 0 }\n};" }' $(register_src) >$@

$(BUILD)/lib/registers.a: $(BUILD)/gen/registers.o $(register_src:%.c=$(BUILD)/%.o) $(list)/registers
	@mkdir -p $(@D)
	@rm -f $@
	@$(AR) rcs $@ $(filter %.o,$^)

$(BUILD)/lib/libsvc.a: $(lib_obj) $(list)/lib
	@mkdir -p $(@D)
	@rm -f $@
	@$(AR) rcs $@ $(lib_obj)

# A program is every file of its folder.
sources = $(wildcard cmd/$(1:svc-%=%)/*.c)
objects = $(patsubst %.c,$(BUILD)/%.o,$(sources))
archives = $(BUILD)/lib/libsvc.a $(BUILD)/lib/registers.a
$(programs): $(BUILD)/bin/%: $$(call objects,$$*) $(list)/% $(list)/link $(archives)
	@mkdir -p $(@D)
	$(CC) $(all_ldflags) -o $@ $(call objects,$*) $(archives) $(libs)

# What each of the programs beside the tools is made of, and which libraries it has for itself.
parts = $(filter %.o %.a,$^)
reads := grid source confine
parts_svc-xlsx      := sheet page bars
parts_svc-html      := sheet
parts_svc-xlsx-read := $(reads) xlsx-read sheetml cells workbook package xml numfmt spill
parts_svc-html-read := $(reads)
parts_svc-json-read := $(reads) numfmt
libs_svc-xlsx       := -lxlsxwriter
libs_svc-xlsx-read  := -lexpat -lzip -lm
libs_svc-html-read  := -lxml2
libs_svc-json-read  := -ljansson -lm
helper_parts = $(patsubst %,$(BUILD)/lib/helper/%.o,$(parts_$(1)))
$(helpers): $(BUILD)/libexec/svc/%: $(BUILD)/lib/helper/%.o $$(call helper_parts,$$*) \
                                    $(BUILD)/lib/libsvc.a $(list)/link
	@mkdir -p $(@D)
	$(CC) $(all_ldflags) -o $@ $(parts) $(libs_$*)

# It calls the functions of the program that opens it.
$(BUILD)/lib/store/postgres/%.o: own_cflags = -fPIC -isystem /usr/include/postgresql
$(BUILD)/libexec/svc/svc-postgres.so: $(plug_src:%.c=$(BUILD)/%.o) $(list)/link $(list)/plug
	@mkdir -p $(@D)
	$(CC) -shared -Wl,-z,relro,-z,now -Wl,--as-needed $(LDFLAGS) -o $@ $(filter %.o,$^) -lpq

$(BUILD)/tests/%: $(BUILD)/tests/unit/%.o $(BUILD)/lib/libsvc.a $(list)/link
	@mkdir -p $(@D)
	$(CC) $(all_ldflags) -o $@ $(parts) $(libs)

$(BUILD)/tests/fault-%.so: tests/fault/%.c tests/fault/plan.h tests/fault/opened.h $(made_by)
	@mkdir -p $(@D)
	$(compile) -fPIC -shared -o $@ $<

$(BUILD)/tests/fault-%: $(BUILD)/tests/fault/%.o $(BUILD)/lib/libsvc.a $(list)/link
	@mkdir -p $(@D)
	$(CC) $(all_ldflags) -o $@ $(parts) $(libs)

# Some are about a program beside the tools: they are made of its parts, and of its libraries.
fuzz_helper_office := svc-xlsx-read
fuzz_helper_page   := svc-html-read
fuzz_helper_json   := svc-json-read
$(BUILD)/tests/fuzz/page.o: own_cflags = -isystem /usr/include/libxml2
$(BUILD)/tests/fuzz-%: $(BUILD)/tests/fuzz/%.o $(fuzz_own:%=$(BUILD)/tests/fuzz/%.o) \
                       $$(call helper_parts,$$(fuzz_helper_$$*)) $(BUILD)/lib/libsvc.a $(list)/link
	@mkdir -p $(@D)
	$(CC) -fsanitize=fuzzer $(all_ldflags) -Wl,--wrap=read,--wrap=close,--wrap=svc_file_read -o $@ $(parts) $(libs) \
	  $(libs_$(fuzz_helper_$*)) $(if $(fuzz_helper_$*),-lz)

$(BUILD)/tests/bench-%: tests/bench/%.c $(made_by) $(list)/link
	@mkdir -p $(@D)
	$(compile) $(all_ldflags) -o $@ $< -lcsv

.SECONDARY:
-include $(lib_obj:.o=.d) $(plug_src:%.c=$(BUILD)/%.d) $(patsubst %.c,$(BUILD)/%.d,$(wildcard cmd/*/*.c lib/helper/*.c tests/unit/*.c tests/fault/*.c tests/fuzz/*.c))

# What a fresh machine lacks; the only step that needs root. apt-get itself waits for one of its
# locks only, and says nothing.
deps:
	@missing=$$(dpkg-query -W -f '$${Package} $${db:Status-Status}\n' $(PACKAGES) 2>/dev/null \
	  | awk '$$2 == "installed" { have[$$1] = 1 } END { n = split("$(PACKAGES)", p, " "); \
	    for (i = 1; i <= n; i++) if (!(p[i] in have)) printf " %s", p[i] }'); \
	[ -n "$$missing" ] || exit 0; \
	echo "installing$$missing"; \
	root=$$([ "$$(id -u)" = 0 ] || echo sudo) told=; \
	apt() { \
	  until { said=$$($$root env LC_ALL=C DEBIAN_FRONTEND=noninteractive apt-get -qq "$$@" \
	      2>&1 >&3); } 3>&1; do \
	    case $$said in *'Could not get lock'*) ;; *) echo "$$said" >&2; return 1;; esac; \
	    [ -n "$$told" ] || echo 'waiting: another program is installing packages' >&2; \
	    told=yes; sleep 2; \
	  done; \
	}; \
	apt update && apt install -y --no-install-recommends $$missing || { \
	  echo "as root: apt-get update && apt-get install -y --no-install-recommends$$missing" >&2; \
	  exit 1; }

deps-pg:
	@$(MAKE) --no-print-directory deps PACKAGES='$(PACKAGES_PG)'

demo: deps
	@$(MAKE) --no-print-directory -s all
	@tests/demo/run $(BUILD)

check: deps
	@$(MAKE) --no-print-directory all $(units)
	@$(if $(FUZZ_S),$(fuzz_build))
	@tests/run $(BUILD)

# A tool is one short run: what lives as long as the process is left to the kernel.
check-asan: deps
	@ASAN_OPTIONS=detect_leaks=0 $(MAKE) --no-print-directory BUILD=$(BUILD)/asan FUZZ_S= OPT='-O1 -g -fno-omit-frame-pointer' \
	  HARD='-fPIE' CFLAGS='-fsanitize=address,undefined -fno-sanitize-recover=all' \
	  LDFLAGS='-fsanitize=address,undefined' check

# The library under libFuzzer and the sanitizers, in a folder of its own. A compiler without it makes
# none, and the story of the harnesses is skipped. No element of no array is NULL + 0, which only C
# before C2y minds.
FUZZ_S ?= 60
fuzz_build = if echo 'int LLVMFuzzerTestOneInput(void); int LLVMFuzzerTestOneInput(void) { return 0; }' | \
    clang -fsanitize=fuzzer,address,undefined -x c -o /dev/null - 2>/dev/null; \
  then $(MAKE) --no-print-directory BUILD=$(BUILD)/fuzz CC=clang OPT='-O1 -g' HARD='-fPIE' \
    CFLAGS='-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize=pointer-overflow -fno-sanitize-recover=all' \
    LDFLAGS='-fsanitize=address,undefined' fuzzers; fi
fuzzers: $(fuzzers) $(shared)

fuzz: deps
	@$(fuzz_build)
	@tests/fuzz/run $(BUILD)/fuzz $(FUZZ_S)s

# What the tests reach: counters of gcov in every program; what the story of a host makes anew for its own
# users has none. A test that fails is told, and what the others reached all the same.
coverage: deps
	@find $(BUILD)/coverage -name '*.gcda' -delete 2>/dev/null || true
	@$(cover) all $(units:$(BUILD)/%=$(BUILD)/coverage/%)
	@find $(BUILD)/coverage/lib $(BUILD)/coverage/cmd -type d -exec chmod a+rwx {} +
	@tests/run $(BUILD)/coverage $(STORIES) || true
	@tests/coverage/run $(BUILD)/coverage

cover = $(MAKE) --no-print-directory BUILD=$(BUILD)/coverage CC=gcc OPT='-O0 -g' HARD='-fPIE' \
  CFLAGS='--coverage -fprofile-abs-path -include tests/coverage/flush.h' LDFLAGS='--coverage'

# Ratios against what a user would run instead; never part of the tests. The years of a large
# company: make bench CALLBACKS=5000000 ORDERS=5000000 CUSTOMERS=2000000 PAIRS=1
bench: deps
	@$(MAKE) --no-print-directory -s all $(benches)
	@tests/bench/run $(BUILD) $(or $(ROWS),200000) $(or $(CALLBACKS),500000) \
	  $(or $(CUSTOMERS),200000) $(or $(ORDERS),500000) $(or $(PAYMENTS),2000000) $(or $(ANSWERS),1000000)

# How much time daily commands take as the years pile up: make bench-growth ROWS='100000 1000000'
bench-growth: deps
	@$(MAKE) --no-print-directory -s all $(benches)
	@tests/bench/growth $(BUILD) $(ROWS)

# Each call of what changes a store fails in turn; minutes to an hour, as FAULT_N (places of a series)
# and FAULT_S (seconds) bound it. OPS="add close": these operations alone.
fault: deps
	@$(MAKE) --no-print-directory -s all $(faults)
	@tests/fault/run $(BUILD) $(OPS)

# Storms of writers and readers, races, kills, a full disk: minutes. SCENES="storm": these alone.
torture: deps
	@$(MAKE) --no-print-directory -s all
	@tests/torture/run $(BUILD) $(SCENES)

# What no test would notice: small changes in a copy, MUTATE_S seconds long, of these FILES alone.
mutate: deps
	@$(MAKE) --no-print-directory -s all $(units)
	@tests/mutate $(BUILD) $(FILES)

lint: deps
	@$(MAKE) --no-print-directory -s all
	@tests/lint $(BUILD)

# The owner of the tree builds it when he installs by sudo: his build folder stays his own.
as_owner = $(if $(SUDO_UID),$(shell [ "$$(id -u) $$(stat -c %u .)" != "0 $(SUDO_UID)" ] || \
  echo setpriv --reuid $(SUDO_UID) --regid $(SUDO_GID) --init-groups))
install:
	@$(as_owner) $(MAKE) --no-print-directory all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(tool_dir) $(DESTDIR)$(PREFIX)/share/svc/policy \
	  $(DESTDIR)$(PREFIX)/share/svc/policy/cases $(DESTDIR)$(PREFIX)/share/svc/policy/score $(DESTDIR)$(PREFIX)/share/svc/template $(DESTDIR)$(PREFIX)/share/svc/profile $(example_dir)
	install -m 755 $(programs) $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(helpers) $(DESTDIR)$(tool_dir)
	$(if $(plug_in),install -m 644 $(plug_in) $(DESTDIR)$(tool_dir))
	install -m 644 lib/share/policy/*.csv $(DESTDIR)$(PREFIX)/share/svc/policy
	install -m 644 lib/share/policy/cases/*.csv $(DESTDIR)$(PREFIX)/share/svc/policy/cases
	install -m 644 lib/share/policy/score/*.txt $(DESTDIR)$(PREFIX)/share/svc/policy/score
	install -m 644 lib/share/template/*.csv $(DESTDIR)$(PREFIX)/share/svc/template
	install -m 644 lib/share/profile/*.csv $(DESTDIR)$(PREFIX)/share/svc/profile
	install -D -m 644 $(BUILD)/$(catalogue) $(DESTDIR)$(PREFIX)/$(catalogue)
	for f in $(pages) $(completions); do install -D -m 644 $(BUILD)/$$f $(DESTDIR)$(PREFIX)/$$f || exit; done
	for f in $(examples); do $(fill) lib/share/host/$$f | install -m 644 /dev/stdin $(example_dir)/$$f || exit; done

uninstall:
	rm -f $(commands:%=$(DESTDIR)$(PREFIX)/bin/%) $(helpers:$(BUILD)/%=$(DESTDIR)$(PREFIX)/%) $(plug_in:$(BUILD)/%=$(DESTDIR)$(PREFIX)/%) $(patsubst %,$(DESTDIR)$(PREFIX)/%,$(pages) $(completions))
	rm -rf $(DESTDIR)$(PREFIX)/share/svc $(DESTDIR)$(PREFIX)/share/doc/svc
	@rmdir $(DESTDIR)$(tool_dir) 2>/dev/null || true

# -- a host: many persons, one store of a system user ---------------------------------------------

tools    := $(filter-out $(BUILD)/bin/svc,$(programs))
tool_dir := $(PREFIX)/libexec/svc
examples := $(filter-out sudoers,$(notdir $(wildcard lib/share/host/*)))
example_dir := $(DESTDIR)$(PREFIX)/share/doc/svc/examples
comma := ,
space := $(comma:,=) $(comma:,=)
rule_names := $(subst $(space),$(comma)$(space),$(strip $(foreach t,$(sort $(notdir $(tools))),$(tool_dir)/$(t))))
fill = sed -e 's|@PROGRAMS@|$(rule_names)|g' -e 's|@TOOLS@|$(tool_dir)|g' -e 's|@BIN@|$(PREFIX)/bin|g' -e 's|@USER@|$(HOST_USER)|g' \
       -e 's|@STATE@|$(HOST_STATE)|g' -e 's|@PEOPLE@|$(HOST_PEOPLE)|g'

host_group := $(patsubst \%%,%,$(filter \%%,$(HOST_PEOPLE)))

# Nothing that is there is given to the system user. The rule of sudo comes last, checked, and under
# its name only when it is whole: a name with a dot is passed over. With DESTDIR no user and no
# group is made.
install-host: install
	$(fill) lib/share/host/sudoers | PATH="$$PATH:/usr/sbin" visudo -q -c -f -
	$(if $(DESTDIR),,getent passwd $(HOST_USER) >/dev/null || useradd --system --user-group \
	  --home-dir $(HOST_STATE) --no-create-home --shell /usr/sbin/nologin $(HOST_USER))
	$(if $(DESTDIR),,$(if $(host_group),getent group $(host_group) >/dev/null || groupadd --system $(host_group)))
	@if [ -n "$$(ls -A $(DESTDIR)$(HOST_STATE) 2>/dev/null)" ] && \
	  [ "$$(stat -c %U $(DESTDIR)$(HOST_STATE))" != $(if $(DESTDIR),"$$(id -un)",$(HOST_USER)) ]; then \
	  echo '$(HOST_STATE) holds files of another user than $(HOST_USER)' >&2; exit 1; fi
	$(if $(DESTDIR),,@test "$$(getent passwd $(HOST_USER) | cut -d: -f6)" = $(HOST_STATE) || \
	  { echo 'the user $(HOST_USER) has another home than $(HOST_STATE)' >&2; exit 1; })
	install -d $(DESTDIR)$(tool_dir) $(DESTDIR)$(SUDOERS)
	install -d -m 700 $(if $(DESTDIR),,-o $(HOST_USER) -g $(HOST_USER)) $(DESTDIR)$(HOST_STATE) \
	  $(DESTDIR)$(HOST_STATE)/backup $(DESTDIR)$(HOST_STATE)/spool
	install -m 755 $(tools) $(DESTDIR)$(tool_dir)
	for t in $(notdir $(tools)); do ln -sf ../libexec/svc/$$t $(DESTDIR)$(PREFIX)/bin/$$t; done
	printf '%s\n' $(HOST_USER) SVC_SPOOL_MAX=$(HOST_SPOOL) | install -m 644 /dev/stdin $(DESTDIR)$(tool_dir)/host
	$(fill) lib/share/host/sudoers | install -m 440 /dev/stdin $(DESTDIR)$(SUDOERS)/.$(HOST_USER).new
	mv $(DESTDIR)$(SUDOERS)/.$(HOST_USER).new $(DESTDIR)$(SUDOERS)/$(HOST_USER)

# Never the data. While there is some its owner stays: another user would get the number. The group stays
# while somebody is in it.
uninstall-host: uninstall
	rm -f $(DESTDIR)$(SUDOERS)/$(HOST_USER)
	rm -rf $(DESTDIR)$(tool_dir)
	@rmdir $(DESTDIR)$(HOST_STATE)/backup $(DESTDIR)$(HOST_STATE)/spool 2>/dev/null || true
	@if [ -z "$$(ls -A $(DESTDIR)$(HOST_STATE))" ]; then rmdir $(DESTDIR)$(HOST_STATE); \
	  $(if $(DESTDIR),:,userdel $(HOST_USER); case "$$(getent group $(HOST_USER)-users)" in (*:) groupdel $(HOST_USER)-users;; esac); \
	else echo 'the data in $(HOST_STATE) stay, and the user $(HOST_USER) who owns them'; fi

# The same bytes from a checkout as from an unpacked tarball: the names in order, nobody's files,
# one time.
dist:
	@mkdir -p $(list)
	@if [ -e .git ]; then git ls-files -z; \
	else find . -path './$(BUILD)' -prune -o -type f -printf '%P\0'; fi >$(list)/dist
	@LC_ALL=C sort -z -o $(list)/dist $(list)/dist
	@stamp=$${SOURCE_DATE_EPOCH:-$$(if [ -e .git ]; then git log -1 --format=%ct; \
	  else xargs -0 stat -c %Y <$(list)/dist | sort -n | tail -n 1; fi)} && \
	tar --null -T $(list)/dist --transform='s,^,svc-$(VERSION)/,' --mtime="@$$stamp" \
	  --owner=0 --group=0 --numeric-owner --mode='u=rwX,go=rX' -I 'gzip -9n' \
	  -cf $(BUILD)/svc-$(VERSION).tar.gz

clean:
	rm -rf $(BUILD)
