#!/bin/sh
# The comparison: what `make compare` runs after the build. Takes the options of `fieldstone run`
# (compare/compare.sh --help lists them), measures, prints the tables and says where they are kept.
set -u

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)

# The executable comes from the build folder that --build names, and the tables go where --reports
# says, so both are looked at here and passed on as well.
build=$root/build
reports=$root/reports
previous=
help=no
for argument in "$@"; do
  case $previous in
  --build) build=$argument ;;
  --reports) reports=$argument ;;
  esac
  case $argument in
  --build=*) build=${argument#*=} ;;
  --reports=*) reports=${argument#*=} ;;
  --help | --usage | --version | -\?) help=yes ;;
  esac
  previous=$argument
done

if [ ! -x "$build/fieldstone" ]; then
  echo "compare.sh: there is no $build/fieldstone; type: make" >&2
  exit 2
fi

"$build/fieldstone" run "$@"
status=$?
[ "$help" = no ] || exit "$status"

if [ "$status" -ne 2 ]; then
  echo
  echo "Tables:  $reports/latest/"
  echo "Again:   make reports"
fi
exit "$status"
