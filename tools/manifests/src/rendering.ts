import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IStatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import type { ICronJob } from 'kubernetes-models/batch/v1/CronJob';
import type { IJob } from 'kubernetes-models/batch/v1/Job';
import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import type { IPriorityClass } from 'kubernetes-models/scheduling.k8s.io/v1/PriorityClass';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import type { INamespace } from 'kubernetes-models/v1/Namespace';
import type { IPodTemplateSpec } from 'kubernetes-models/v1/PodTemplateSpec';
import type { ISecret } from 'kubernetes-models/v1/Secret';
import type { IService } from 'kubernetes-models/v1/Service';
import type { IServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import type { IPrometheusRule } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule';
import type { IServiceMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor';
import type { IScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject';
import type { ITriggerAuthentication } from '@kubernetes-models/keda/keda.sh/v1alpha1/TriggerAuthentication';
import type { Manifest } from './read-manifests.js';

interface Kinds {
  ConfigMap: IConfigMap;
  CronJob: ICronJob;
  Deployment: IDeployment;
  HorizontalPodAutoscaler: IHorizontalPodAutoscaler;
  Ingress: IIngress;
  Job: IJob;
  Namespace: INamespace;
  NetworkPolicy: INetworkPolicy;
  PodDisruptionBudget: IPodDisruptionBudget;
  PriorityClass: IPriorityClass;
  PrometheusRule: IPrometheusRule;
  ScaledObject: IScaledObject;
  Secret: ISecret;
  Service: IService;
  ServiceAccount: IServiceAccount;
  ServiceMonitor: IServiceMonitor;
  StatefulSet: IStatefulSet;
  TriggerAuthentication: ITriggerAuthentication;
}

/** A pod that some object makes. */
export interface Template extends IPodTemplateSpec {
  /** Kind and name of the object. */
  readonly of: string;
}

/** The objects that Kustomize makes of one kustomization. */
export class Rendering {
  constructor(
    readonly name: string,
    readonly objects: readonly Manifest[],
  ) {}

  /** All objects of a kind. */
  all<Kind extends keyof Kinds>(kind: Kind): Kinds[Kind][] {
    return this.objects.filter((object) => object.kind === kind) as unknown as Kinds[Kind][];
  }

  /** One object, by its name without the hash of its content. @throws Error when it is not there */
  one<Kind extends keyof Kinds>(kind: Kind, name: string): Kinds[Kind] {
    const found = this.all(kind).find((object) => {
      const given = object.metadata?.name ?? '';
      return given === name || (given.startsWith(`${name}-`) && /^[a-z0-9]{10}$/.test(given.slice(name.length + 1)));
    });
    if (found === undefined) throw new Error(`${this.name} has no ${kind} ${name}`);
    return found;
  }

  /** The pods of every object that makes some. */
  templates(): Template[] {
    const controllers = [...this.all('Deployment'), ...this.all('StatefulSet'), ...this.all('Job')];
    const made = controllers.map(({ kind, metadata, spec }) => [kind, metadata?.name, spec?.template] as const);
    const repeated = this.all('CronJob').map(({ kind, metadata, spec }) => {
      return [kind, metadata?.name, spec.jobTemplate.spec?.template] as const;
    });
    return [...made, ...repeated].map(([kind, name, template]) => ({ of: `${kind} ${name}`, ...template }));
  }
}
