#!/usr/bin/env bash
# The step of action.yml that lints: annotations on standard output, the findings in $GITHUB_STEP_SUMMARY, and a SARIF file
# that is named in $GITHUB_OUTPUT.
# It ends with the exit code of velo-plan lint. JOBS holds the jobs, one a line, FLAGS more flags.
set -euo pipefail

jobs=()
while IFS= read -r job; do
  [ -z "${job//[[:space:]]/}" ] || jobs+=("$job")
done <<<"$JOBS"
read -ra flags <<<"${FLAGS-}"
sarif=$RUNNER_TEMP/velo-plan.sarif
summary=$RUNNER_TEMP/velo-plan-lint.md
rm -f "$sarif" "$summary"

status=0
velo-plan lint "${jobs[@]}" --format "sarif=$sarif" --format "markdown=$summary" --format github ${flags[@]+"${flags[@]}"} || status=$?
if [ -s "$sarif" ]; then
  echo "sarif=$sarif" >>"$GITHUB_OUTPUT"
fi
if [ -s "$summary" ]; then
  cat "$summary" >>"$GITHUB_STEP_SUMMARY"
fi
exit "$status"
