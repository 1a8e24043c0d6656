/** Files beside the manifests of npm that mention the version, as 1.2.3 or, in the name of a Job, as 1-2-3. */
export const filesWithVersion: readonly string[] = [
  'docker/Dockerfile',
  'docker/compose.yaml',
  'docs/deployment.md',
  'k8s/base/kustomization.yaml',
  'k8s/base/migrate.yaml',
  'k8s/components/backup/kustomization.yaml',
];

const dashed = (version: string): string => version.replaceAll('.', '-');

/** Puts another version wherever the text mentions the present one. @throws Error when it does nowhere */
export function changeVersion(text: string, from: string, to: string): string {
  const changed = replaceWhole(replaceWhole(text, from, to), dashed(from), dashed(to));
  if (changed === text) throw new Error(`the version ${from} is mentioned nowhere`);
  return changed;
}

/** Leaves longer numbers alone, such as 10.1.0 when 0.1.0 is replaced. */
function replaceWhole(text: string, from: string, to: string): string {
  const escaped = from.replaceAll('.', '\\.');
  return text.replaceAll(new RegExp(`(?<![\\d.]|\\d-)${escaped}(?![\\d.-]*\\d)`, 'g'), to);
}
