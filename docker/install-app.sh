#!/bin/sh
# Installs what one app needs when it runs, and leaves nothing beside it: the folder node_modules of the workspace, that
# of each lib which needs another version of a package than the rest, and what tells of the packages (SBOM, notices).
set -eu

if [ -d "apps/$1" ]; then project="apps/$1"; else project="tools/$1"; fi
npm ci --omit=dev --ignore-scripts --loglevel=error -w "@vocalborn/$1" --include-workspace-root=false

if [ "${SPEECH_RECOGNITION:-no}" = yes ]; then
  version="$(node -p "require('./libs/speech-recognition/package.json').devDependencies['onnxruntime-node']")"
  # Not by --prefix, which would make npm pass over the settings of the machine.
  mkdir /onnx
  (cd /onnx && npm install --no-save --ignore-scripts --loglevel=error "onnxruntime-node@$version")
  rm -rf /onnx/node_modules/onnxruntime-node/bin/napi-v*/darwin /onnx/node_modules/onnxruntime-node/bin/napi-v*/win32
  cp -a /onnx/node_modules/. ./node_modules/
fi

# Optional peers that npm installs and no app loads: the compiler, and the API description in apps that serve none.
rm -rf node_modules/typescript node_modules/.bin/tsc node_modules/.bin/tsserver
if ! node -e "process.exit(require('./$project/package.json').dependencies['@nestjs/swagger'] ? 0 : 1)"; then
  rm -rf node_modules/@nestjs/swagger node_modules/swagger-ui-dist
fi

# The package ships its binaries for every platform; this image runs on one.
if [ -d node_modules/node-web-audio-api ]; then
  find node_modules/node-web-audio-api -name '*.node' ! -name "*.linux-$(node -p process.arch)-*" -delete
fi

node docker/describe-packages.mjs "@vocalborn/$1"

find . -type f ! -path '*/node_modules/*' ! -path ./sbom.cdx.json ! -path ./THIRD_PARTY.txt -delete
find . -type d -empty ! -path '*/node_modules/*' -delete
