#!/usr/bin/env bash
# The step of action.yml that shows what a pull request changes in the plans: it plans the jobs of the commit BASE, in a
# work tree of their own, and appends the difference to $GITHUB_STEP_SUMMARY. A job whose state is re-keyed is a warning.
# JOBS holds the jobs, one a line.
set -euo pipefail

jobs=()
while IFS= read -r job; do
  [ -z "${job//[[:space:]]/}" ] || jobs+=("$job")
done <<<"$JOBS"
base=$RUNNER_TEMP/velo-plan-base
old=$RUNNER_TEMP/velo-plan-old.json
prefix=$(git rev-parse --show-prefix)

# A checkout usually has one commit.
git cat-file -e "$BASE^{commit}" 2>/dev/null || git fetch --quiet --depth=1 origin "$BASE"
git worktree add --quiet --force --detach "$base" "$BASE"
trap 'git worktree remove --force "$base"' EXIT

# Exit code 1 says that a job has a finding, which the step that lints shows.
status=0
(cd "$base/$prefix" && velo-plan explain "${jobs[@]}" --quiet --format json --output "$old") || status=$?
if [ "$status" -gt 1 ]; then
  echo "The base has no such jobs, or they cannot be read, so there are no plans to compare with." >>"$GITHUB_STEP_SUMMARY"
  exit 0
fi

status=0
velo-plan explain "${jobs[@]}" --quiet --diff "$old" --format markdown >>"$GITHUB_STEP_SUMMARY" || status=$?
if [ "$status" = 1 ]; then
  echo "::warning title=velo-plan::The state of a job is re-keyed, or a statement does not parse; the summary of this run shows it."
  exit 0
fi
exit "$status"
