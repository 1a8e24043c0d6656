/** Sentences of the synthetic voices: one half serves to find weights, the other to check them. */
export interface Corpus {
  readonly language: string;
  readonly voice: string;
  readonly sentences: readonly string[];
}

/** Variants of espeak-ng's voices: men, women, a child-like and an old one. */
export const variants = ['m1', 'm3', 'm7', 'f1', 'f2', 'f4', 'croak'];

export const corpora: readonly Corpus[] = [
  {
    language: 'en-US',
    voice: 'en-us',
    sentences: [
      'The weather is nice today, let us take a walk in the park.',
      'Please put the blue cup on the kitchen table.',
      'My brother plays football every Saturday morning.',
      'She would like some warm milk and a piece of bread.',
      'The train to the city leaves at half past seven.',
      'We looked for the little dog behind the house.',
      'Can you tell me where the nearest hospital is?',
      'Yesterday I read a story about a brave sailor.',
    ],
  },
  {
    language: 'zh-TW',
    voice: 'cmn-latn-pinyin',
    sentences: [
      'jin1 tian1 tian1 qi4 hen3 hao3',
      'wo3 men5 yi4 qi3 qu4 gong1 yuan2',
      'qing3 gei3 wo3 yi4 bei1 re4 shui3',
      'ta1 de5 di4 di5 xi3 huan1 ti1 zu2 qiu2',
      'ma1 ma5 zai4 chu2 fang2 zuo4 fan4',
      'ming2 tian1 zao3 shang4 ba1 dian3 jian4',
      'zhe4 ben3 shu1 fei1 chang2 you3 qu4',
      'wo3 zuo2 tian1 mai3 le5 san1 ge5 ping2 guo3',
    ],
  },
  {
    language: 'es',
    voice: 'es',
    sentences: [
      'Mañana por la tarde vamos a la playa con los niños.',
      'El perro de mi vecino ladra toda la noche.',
      'Me gusta tomar café con leche por la mañana.',
      'La biblioteca está cerca de la estación de trenes.',
    ],
  },
];

/** The same syllables with every tone changed, so that only the melody is wrong. */
export function wrongTones(pinyin: string): string {
  return pinyin.replaceAll(/[1-4]/g, (tone) => String((Number(tone) % 4) + 1));
}
