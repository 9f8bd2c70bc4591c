#!/bin/sh
# Builds the driver of Go, into which the programs are compiled:
#
#   CC=gcc drivers/go_build.sh FOLDER DRIVER LINK NAME...
#
# FOLDER is where the module is made, DRIVER the executable, LINK what the linker is given beyond
# what Go needs: the driver's objects and libraries. NAME is a program that has a NAME.go. The
# module has a package for each program, one for its counted variant, and a list of them with their
# texts. It needs no other module; nothing is looked for outside of it, nor kept outside of FOLDER.
set -eu

mkdir -p "$1"
module=$(cd "$1" && pwd)
driver=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
link=$3
shift 3

rm -rf "$module/host" "$module/timed" "$module/counted"
mkdir -p "$module/host"
cp drivers/go_main.go "$module/main.go"
cp drivers/go_host.go "$module/host/host.go"
printf 'module fieldstone\n\ngo 1.19\n' >"$module/go.mod"

# The import, the text and the entry of one variant of a program, for the file of the list that the
# first argument names.
list() {
  case $1 in
  imports) echo "import $2_$3 \"fieldstone/$2/$3\"" ;;
  texts) printf '//go:embed %s/%s/%s.go\nvar text_%s_%s string\n\n' "$2" "$3" "$3" "$2" "$3" ;;
  entries)
    grep -q '^kind: call_script' "programs/$3/program.yaml" && entry=add:Add || entry=run:Run
    [ "$2" = counted ] && work=", work: &$2_$3.Work" || work=
    printf '\t{text: text_%s, %s: %s.%s},\n' "$2_$3" "${entry%:*}" "$2_$3" "${entry#*:}$work"
    ;;
  esac
}

list_all() {
  part=$1
  shift
  for name; do
    list "$part" timed "$name"
    list "$part" counted "$name"
  done
}

for name; do
  mkdir -p "$module/timed/$name" "$module/counted/$name"
  cp "programs/$name/$name.go" "$module/timed/$name"
  sed 's|^\([[:blank:]]*\)//@ |\1|' "programs/$name/$name.go" >"$module/counted/$name/$name.go"
done
{
  printf '// The programs, made by drivers/go_build.sh.\npackage main\n\nimport _ "embed"\n'
  list_all imports "$@"
  echo
  list_all texts "$@"
  echo 'var programs = []program{'
  list_all entries "$@"
  echo '}'
} >"$module/programs.go"

# The objects of C are no input that Go knows of, so the driver is linked again in any case.
rm -f "$driver"
export GOENV=off GOFLAGS=-mod=mod GOPROXY=off GOTOOLCHAIN=local GOWORK=off CGO_ENABLED=1
export GOCACHE="$module/cache" GOPATH="$module/path" CGO_CFLAGS="-O2 -g -I$PWD"
cd "$module"
go build -o "$driver" -ldflags "-extldflags '$link'" .
