import type { Numbers } from '../../language.ts';
import type { LessonWords } from '../../lesson.ts';
import type { Place } from '../../outcome.ts';

const kb = (value: number, n: Numbers): string => `${n.whole(value)} kB`;
const interval = ({ value, halfWidth }: Place, n: Numbers): string =>
  halfWidth === null ? kb(value, n) : `${n.whole(value)} ± ${n.about(halfWidth, 2)} kB`;

export const en = {
  title: 'A network as a zip program',
  teaser: 'Can a network trained in this tab make a novel as short as gzip does?',
  question: [
    'Moby-Dick, 1,090 kB of it. *gzip* makes it 441 kB. A network that guesses the next letter can code it too: the surer it is of the letter that comes, the fewer bits that letter costs.',
    'But whoever decodes needs the network. Either it is *sent*, and its bytes count. Or nothing is sent: both sides begin with the same untrained network and train it *on the way*, on what has come so far.',
  ],
  ask: 'The shortest of these ways, with a small network: how many kilobytes, *network included*?',
  measure: 'kilobytes of the novel',
  places: ['best network'],
  value: (value: number, n: Numbers) => kb(value, n),
  exact: (value: number, n: Numbers) => `${n.fixed(value)} kB`,
  tick: (value: number, n: Numbers) => n.whole(value),
  program: (name: string, value: number) => `${name}: ${Math.round(value)} kB`,
  run: 'Trains a transformer of 18,293 numbers in this browser, to be sent and in two ways on the way; two seeds.',
  source: 'Moby-Dick without the parts that test; a transformer of one block, width 32',
  chart: {
    title: 'Three ways',
    subtitle: 'kB of network and text',
    x: ['sent', 'along', 'along, replay'],
    line: 'network',
  },
  finding: ({ sent, onePass, replayed }: { sent: Place; onePass: Place; replayed: Place }, isShorter: boolean, n: Numbers) =>
    `Sent, network and novel take ${kb(sent.value, n)}; learned on the way ${kb(onePass.value, n)}, and ${kb(replayed.value, n)} if each batch is learned from again. ${isShorter ? 'That beats gzip; zstd needs 368 kB.' : 'gzip needs 441 kB, and no training.'}`,
  check: {
    open: (best: Place, n: Numbers) =>
      `The best way takes ${interval(best, n)}: too near to gzip’s 441 kB for these seeds to say who is shorter.`,
    seen: (best: Place, isSent: boolean, isShorter: boolean, n: Numbers) =>
      `The shortest is the network that is ${isSent ? 'sent' : 'learned on the way'}, ${interval(best, n)}: ${isShorter ? 'shorter than gzip' : 'longer than gzip'}. ${isSent ? 'Its own bytes are few beside what it saves.' : 'It costs no bytes of its own, but the beginning of the book is coded by a network that knows nothing yet.'}`,
    level: 'Sent or learned on the way with a replay: these seeds cannot tell which is shorter.',
    near: (said: number, best: Place, n: Numbers) => `You said ${kb(said, n)}, and it is ${kb(best.value, n)}.`,
    far: (said: number, best: Place, n: Numbers) => `You said ${kb(said, n)}; it is ${kb(best.value, n)}.`,
  },
  sentence: { ask: 'When is it better to send a network than to let it be learned on the way?', begin: 'Sending is better when …' },
  teacher: [
    'Two camps in most classes: “networks beat everything” and “zip programs were made for this”. Both may be right: it depends on minutes of training and on the length of the text.',
    'Ask why learning on the way needs no network in the message: the decoder repeats the training exactly, to the last bit.',
    'The interval over two seeds is wide in standard errors but small in kilobytes: texts this long vary little from seed to seed.',
    'For a longer lesson: open the runs in the lab, make the network wider, or take more replays; with width 64 and three replays the novel takes 366 kB.',
  ],
} satisfies LessonWords & Record<string, unknown>;
