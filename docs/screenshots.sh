#!/usr/bin/env bash
# Makes the pictures of the README from what the program prints: docs/screenshots.sh. It needs Go and Chromium.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
go build -o "$work/" .
PATH=$work:$PATH

# shoot PAGE PICTURE WIDTH,HEIGHT
shoot() {
  chromium --headless=new --no-sandbox --disable-gpu --hide-scrollbars --force-device-scale-factor=1.5 \
    --window-size="$3" --screenshot="docs/images/$2" "file://$1" 2>/dev/null
}

# page writes a page that shows a command and what it prints, in the colours of a terminal.
page() {
  echo '<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; padding: 20px 24px; background: #0d1117; color: #e6edf3; font: 14px/1.45 "DejaVu Sans Mono", monospace }
    pre { margin: 0; font: inherit; white-space: pre-wrap } b { font-weight: 700 }
    .red { color: #ff7b72 } .green { color: #7ee787 } .yellow { color: #e3b341 } .cyan { color: #79c0ff } .dim { color: #8b949e }
    </style><pre>'
  printf '<span class="dim">$</span> %s\n' "$*"
  { "$@" || true; } | sed -e 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g' \
    -e 's/\x1b\[1;31m/<b class="red">/g; s/\x1b\[1m/<b>/g; s/\x1b\[2m/<b class="dim" style="font-weight:400">/g' \
    -e 's/\x1b\[32m/<b class="green" style="font-weight:400">/g; s/\x1b\[33m/<b class="yellow" style="font-weight:400">/g' \
    -e 's/\x1b\[36m/<b class="cyan" style="font-weight:400">/g; s/\x1b\[0m/<\/b>/g'
  echo '</pre>'
}

export FORCE_COLOR=1 COLUMNS=110
page velo-plan lint docs/example/traded.sql >"$work/finding.html"
shoot "$work/finding.html" finding.png 900,245

velo-plan replay testdata/records/trades.ndjson --query docs/example/traded.sql --strategy sticky --quiet -f html -o "$work/report.html" || true
shoot "$work/report.html" report.png 1100,820
