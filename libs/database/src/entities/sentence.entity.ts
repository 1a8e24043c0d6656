import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** A sentence to practise, with the recording that patients are compared with. */
@Entity('sentences')
export class SentenceEntity {
  @PrimaryColumn('uuid', { name: 'sentence_id' })
  sentenceId!: string;

  @Column('text')
  text!: string;

  @Column('text')
  language!: string;

  @Column('text', { name: 'example_audio_key', nullable: true })
  exampleAudioKey!: string | null;

  @Column('text', { name: 'example_audio_content_type', nullable: true })
  exampleAudioContentType!: string | null;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}
