import { Text, Uuid, Whole } from '@vocalborn/api-description';

/** Every refusal, in the form of RFC 9457. */
export class ProblemDto {
  @Text({ example: 'urn:vocalborn:monitor:bad-request', description: 'Stable; corresponds to `status`.' })
  type!: string;

  @Text({ example: 'Bad Request' })
  title!: string;

  @Whole({ example: 400 })
  status!: number;

  @Text({ example: "there is no field 'kind' here", description: 'What is wrong with this request.' })
  detail!: string;

  @Text({ example: 'bad-request', description: 'The end of `type`.' })
  code!: string;

  @Text({ example: '/api/tasks/page', description: 'The path of the request.' })
  instance!: string;

  @Uuid({ description: 'The id under which the log has more about this request.' })
  request_id!: string;
}

/** The outcome of an action in words, in the form of Flower. */
export class MessageDto {
  @Text({ example: "Revoked 'b6f1…'" })
  message!: string;
}
