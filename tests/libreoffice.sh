#!/usr/bin/env bash
# What LibreOffice shows of the spreadsheets of `simulate`, `staff` and `compare`, in both languages, held against their
# results as data; with --pictures DIR also drawn, page by page, for looking at (needs pdftoppm).
#
#   bash tests/libreoffice.sh [--pictures DIR]
#
# Needs soffice (apt-get install --no-install-recommends libreoffice-calc), too large to be part of every test run;
# tests/spreadsheets.rs reads the same files with a library in each. Without soffice it says so and ends with 77.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v soffice >/dev/null || { echo "skipped: no soffice (libreoffice-calc)"; exit 77; }
nightdesk=${NIGHTDESK:-target/debug/nightdesk}
[ -x "$nightdesk" ] || { cargo build --locked && nightdesk=target/debug/nightdesk; }
nightdesk=$(realpath "$nightdesk")
check=$(realpath tests/libreoffice/check.py)
scenarios=$(realpath scenarios)
pictures=""
[ "${1:-}" != --pictures ] || { mkdir -p "$2" && pictures=$(realpath "$2"); }
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
cd "$folder"

# Office programs share one profile unless they are told; the filter writes every sheet, values as they are shown in full.
office() { soffice "-env:UserInstallation=file://$folder/profile" --headless "$@" >/dev/null 2>&1; }
every_sheet='csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1'

for lang in en zh-CN; do
    "$nightdesk" simulate "$scenarios/orange-night.toml" --replications 60 --xlsx --quiet --lang $lang --out simulate-$lang >/dev/null
    "$nightdesk" compare "$scenarios/orange-night.toml" --plan sour-text --replications 60 --xlsx --quiet --lang $lang \
        --out compare-$lang >/dev/null
    # A roster that does not hold is written too.
    "$nightdesk" staff "$scenarios/orange-night.toml" --time-limit 8s --replications 200 --xlsx --quiet --lang $lang \
        --out staff-$lang >/dev/null || [ $? = 1 ]
    for command in simulate compare staff; do
        cp "$command-$lang/report.xlsx" "$command-$lang.xlsx"
        office --convert-to "$every_sheet" --outdir "$command-$lang/sheets" "$command-$lang.xlsx"
        python3 "$check" "$command" "$command-$lang"
        if [ -n "$pictures" ]; then
            office --convert-to pdf "$command-$lang.xlsx"
            pdftoppm -r 60 -png "$command-$lang.pdf" "$pictures/$command-$lang"
        fi
    done
done
