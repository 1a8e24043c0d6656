import { ApiProperty } from '@nestjs/swagger';

/** What was done, in words, as Flower tells it. */
export class MessageDto {
  @ApiProperty({ example: "Revoked 'b6f1…'" })
  message!: string;
}
