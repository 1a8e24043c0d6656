import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import { Job } from 'kubernetes-models/batch/v1/Job';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { PersistentVolumeClaim } from 'kubernetes-models/v1/PersistentVolumeClaim';
import { Secret } from 'kubernetes-models/v1/Secret';
import { Service } from 'kubernetes-models/v1/Service';
import type { Manifest } from './read-manifests.js';

interface Model {
  validate(): void;
}

/** The kinds that the deployment may use; one that is not listed is refused. */
const models: Readonly<Record<string, new (data?: never) => Model>> = {
  'apps/v1 Deployment': Deployment,
  'autoscaling/v2 HorizontalPodAutoscaler': HorizontalPodAutoscaler,
  'batch/v1 Job': Job,
  'policy/v1 PodDisruptionBudget': PodDisruptionBudget,
  'v1 ConfigMap': ConfigMap,
  'v1 PersistentVolumeClaim': PersistentVolumeClaim,
  'v1 Secret': Secret,
  'v1 Service': Service,
};

/** Checks types, required fields and formats. Unknown fields pass: `unknownFields` finds those. @throws Error */
export function assertValid(manifest: Manifest): void {
  const Known = models[`${manifest.apiVersion} ${manifest.kind}`];
  if (Known === undefined) throw new Error(`no schema for ${manifest.apiVersion} ${manifest.kind}`);
  new Known(manifest as never).validate();
}
