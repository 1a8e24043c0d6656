import { join } from 'node:path';
import ts from 'typescript';
import { titleOf, type Manifest } from './read-manifests.js';

const options: ts.CompilerOptions = {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2023,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
};

/**
 * The fields that Kubernetes does not know, which it would refuse or, worse, drop in silence. The compiled schemas let
 * them pass, so every manifest is type-checked as a literal, in which TypeScript refuses a property too many.
 */
export function unknownFields(manifests: readonly Manifest[]): string[] {
  const path = join(import.meta.dirname, 'checked-manifests.mts');
  const program = ts.createProgram([path], options, hostWith(path, manifests.map(asLiteral).join('\n')));
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const line = file?.getLineAndCharacterOfPosition(start).line ?? 0;
    const manifest = manifests[line];
    const where = manifest === undefined ? 'the check itself' : titleOf(manifest);
    return `${where}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}

/** The packages that hold the kinds of other makers than Kubernetes, by the group of their kinds. */
const packages: Readonly<Record<string, string>> = {
  'keda.sh': '@kubernetes-models/keda',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
};

/** One line per manifest, so that the line of a fault tells whose it is. */
function asLiteral(manifest: Manifest): string {
  const { apiVersion, kind } = manifest;
  const models = packages[apiVersion.split('/')[0] ?? ''] ?? 'kubernetes-models';
  const type = `import('${models}/${apiVersion}/${kind}').I${kind}`;
  return `(${JSON.stringify(manifest)}) satisfies ${type};`;
}

/** The compiler's usual view of the disk, with one file more. */
function hostWith(path: string, text: string): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  return {
    ...host,
    fileExists: (name) => name === path || host.fileExists(name),
    readFile: (name) => (name === path ? text : host.readFile(name)),
    getSourceFile: (name, ...rest) =>
      name === path ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2023) : host.getSourceFile(name, ...rest),
  };
}
