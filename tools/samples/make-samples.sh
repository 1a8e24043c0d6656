#!/usr/bin/env bash
# Makes the sample recordings of the demonstration data with espeak-ng and sox (Debian packages of those names).
# usage: make-samples.sh [folder]   (default: audio beside this script)
set -euo pipefail

here="$(cd "$(dirname "$0")" && pwd)"
out="${1:-$here/audio}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"

mandarin='今天天氣很好，我們一起去公園散步。'
english='The weather is nice today, let us take a walk in the park.'

# speak NAME VOICE WORDS_PER_MINUTE PITCH TEXT
speak() {
  espeak-ng -v "$2" -s "$3" -p "$4" -w "$work/$1-22k.wav" "$5"
  sox -D "$work/$1-22k.wav" -r 16000 -c 1 -b 16 "$work/$1.wav" gain -n -3
}

speak zh-example cmn-latn-pinyin+f2 150 50 "$mandarin"
speak en-example en-us+m3 150 50 "$english"

# The patient speaks more slowly, with another voice, and rests for most of a second in the middle.
speak zh-first cmn-latn-pinyin+m1 115 40 '今天天氣很好，'
speak zh-second cmn-latn-pinyin+m1 115 40 '我們一起去公園散步。'
sox -D "$work/zh-first.wav" "$work/zh-rest.wav" pad 0 0.8
sox -D "$work/zh-rest.wav" "$work/zh-second.wav" "$work/zh-patient.wav"
cp "$work/zh-first.wav" "$work/zh-patient-short.wav"

speak en-patient en-us+f4 130 45 "$english"
sox -D "$work/en-patient.wav" -C 48 "$work/en-patient.mp3"

for name in zh-example.wav en-example.wav zh-patient.wav zh-patient-short.wav en-patient.mp3; do
  cp "$work/$name" "$out/$name"
done

# One recording in every accepted format, for tests that hold the formats against each other.
formats="$here/formats"
mkdir -p "$formats"
encode() { ffmpeg -loglevel error -y -i "$work/zh-patient.wav" -ar 48000 "$@"; }
encode -b:a 64k "$formats/zh-patient.mp3"
encode -b:a 64k "$formats/zh-patient.m4a"
encode -c:a libopus -b:a 32k "$formats/zh-patient.webm"
encode -c:a libopus -b:a 32k "$formats/zh-patient.ogg"
encode -sample_fmt s16 "$formats/zh-patient.flac"

# Kinds of AAC that are refused. fdkaac is in Debian's section contrib, its library in non-free.
refused="$here/refused"
mkdir -p "$refused"
ffmpeg -loglevel error -y -i "$work/zh-patient-short.wav" -ar 44100 -t 1.2 "$work/mono.wav"
ffmpeg -loglevel error -y -i "$work/mono.wav" -ac 2 "$work/stereo.wav"
# refuse PROFILE BITS_PER_SECOND INPUT OUTPUT OPTIONS
refuse() { fdkaac -S -p "$1" -b "$2" -o "$refused/$4" "${@:5}" "$work/$3.wav"; }
refuse 5 32000 mono he-aac.m4a
refuse 5 32000 mono he-aac.aac -f 2
refuse 29 24000 stereo he-aac-v2.m4a
refuse 23 48000 mono aac-ld.m4a
