import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { AudioLinks } from './audio-links.js';
import { DeliverAudio } from './deliver-audio.js';
import { SendAudio } from './send-audio.js';

/** Serving of recordings below `/practice-records` and `/sentences`. */
@Module({
  imports: [AccessModule],
  providers: [DeliverAudio, AudioLinks, SendAudio],
  exports: [DeliverAudio, AudioLinks],
})
export class AudioModule {}
