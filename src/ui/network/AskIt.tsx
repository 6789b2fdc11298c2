import { useEffect, useId, useRef } from 'react';
import { bothWords, changeWords, type Names } from '../../lab/front/answer-words.ts';
import type { Reply, TrialFacts } from '../../study/network-protocol.ts';
import { ClassBars } from '../ask/ClassBars.tsx';
import { DrawingCanvas } from '../ask/DrawingCanvas.tsx';
import { Button } from '../kit/Button.tsx';
import { useActions, useLab } from '../lab.tsx';
import { count } from '../text/format.ts';
import styles from './AskIt.module.css';

interface AskItProps {
  readonly pictures: NonNullable<TrialFacts['pictures']>;
  /** Test samples. */
  readonly samples: number;
}

/** One sample, drawn or of the test set: what the network says of it now, and what it said as it came. */
export function AskIt({ pictures, samples }: AskItProps) {
  const titleId = useId();
  const actions = useActions();
  const reply = useLab((lab) => lab.networks.trial?.asked ?? null);
  const { shape, classes } = pictures;
  // What is drawn is centred and scaled as MNIST is.
  const isDrawable = shape.height === 28 && shape.width === 28 && shape.channels === 1;
  const sample = reply?.sample ?? null;
  const last = useRef(-1);
  useEffect(() => {
    if (sample !== null) last.current = sample;
  }, [sample]);
  const answers = reply && { full: saidBy(reply.whole), cut: saidBy(reply.now) };
  const names: Names = { full: 'the network as it came', cut: 'the network now', short: { full: 'As it came', cut: 'Now' }, classes };
  return (
    <section className={styles.ask} aria-labelledby={titleId}>
      <h4 id={titleId} className={styles.title}>
        {isDrawable ? 'Draw, or take a test image' : 'Ask it about a test image'}
      </h4>
      <div className={styles.columns}>
        <div>
          {isDrawable ? (
            <DrawingCanvas
              pixels={reply?.pixels ?? null}
              isDrawn={reply !== null && reply.sample === null}
              label={`Drawing pad: ${wordsOf(reply, classes)}. Escape clears it; the buttons put test images here.`}
              onDraw={(pixels) => actions.askTrial(pixels && { kind: 'drawn', pixels })}
              onKey={(key) => {
                if (key !== 'Escape' && key !== 'Delete' && key !== 'Backspace') return false;
                actions.askTrial(null);
                return true;
              }}
            />
          ) : (
            <SampleImage reply={reply} pictures={pictures} />
          )}
          <div className={styles.buttons}>
            <Button small onPress={() => actions.askTrial({ kind: 'sample', sample: (last.current + 1) % samples })}>
              Next test image
            </Button>
            <Button small onPress={() => actions.askTrial({ kind: 'wrong', after: last.current })}>
              One it gets wrong now
            </Button>
            <Button small isDisabled={reply === null} onPress={() => actions.askTrial(null)}>
              Clear
            </Button>
          </div>
        </div>
        <ClassBars
          classes={classes}
          was={{ name: 'as it came', shares: reply?.whole ?? [] }}
          is={{ name: 'now', shares: reply?.now ?? [] }}
        />
      </div>
      <p className={styles.say} aria-live="polite">
        {answers ? (
          <>
            {bothWords(answers.full, answers.cut, names)} {changeWords(answers.full, answers.cut, reply?.label ?? null, names)}
            {sample !== null && ` Test image ${count(sample + 1)} of ${count(samples)}.`}
          </>
        ) : (
          'Grey bars: the network as it came. Blue bars: the network as it is now, at the thresholds above.'
        )}
      </p>
      {pictures.note && <p className={styles.note}>{pictures.note}</p>}
    </section>
  );
}

const saidBy = (probabilities: readonly number[]) => ({ probabilities, best: probabilities.indexOf(Math.max(...probabilities)) });

function wordsOf(reply: Reply | null, classes: readonly string[]): string {
  if (!reply) return 'empty';
  return reply.sample === null ? 'your drawing' : `test image ${reply.sample + 1}, ${classes[reply.label ?? 0]}`;
}

/** A test image in its own colours. */
function SampleImage({ reply, pictures: { shape, classes } }: Pick<AskItProps, 'pictures'> & { readonly reply: Reply | null }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const { height, width, channels } = shape;
    context.clearRect(0, 0, width, height);
    if (!reply) return;
    const image = context.createImageData(width, height);
    for (let pixel = 0; pixel < width * height; pixel++) {
      // Grey has one channel for all three.
      for (let colour = 0; colour < 3; colour++)
        image.data[4 * pixel + colour] = Math.round(255 * reply.pixels[pixel * channels + Math.min(colour, channels - 1)]);
      image.data[4 * pixel + 3] = 255;
    }
    context.putImageData(image, 0, 0);
  }, [reply, shape]);
  return (
    <canvas
      ref={canvas}
      className={styles.image}
      width={shape.width}
      height={shape.height}
      // What is drawn into is no img.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="img"
      aria-label={reply ? wordsOf(reply, classes) : 'no image yet'}
    />
  );
}
