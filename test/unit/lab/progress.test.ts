import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JobState } from '../../../src/lab/contract.ts';
import { estimateStudy, refusalOf } from '../../../src/lab/estimate.ts';
import { withRate } from '../../../src/lab/rates.ts';
import { newJobState } from '../../../src/lab/job-state.ts';
import {
  makespan,
  runSecondsLeft,
  secondsUntil,
  runShare,
  runSpeed,
  runStatus,
  secondsPerWork,
  smoothLeft,
} from '../../../src/lab/progress.ts';
import { workDone, workOf, workSpent } from '../../../src/lab/work.ts';
import { presetByName } from '../../../src/study/presets.ts';
import type { JobStatus } from '../../../src/study/records.ts';
import { jobSchema, jobsOf, settingOf, studySchema, type Study } from '../../../src/study/schema.ts';
import { noisySteps } from '../study/noisy-records.ts';

const job = jobSchema.parse({});

/** A job in a state, with some cycles done and a share of the next; `pace` seconds for each unit of work. */
function state(status: JobStatus, cycles = 0, within = 0, { secondsLeft = null as number | null, pace = 1e-10 } = {}): JobState {
  const fresh = newJobState(job);
  const work = workOf(job);
  const steps = noisySteps(job, 1)
    .slice(0, cycles)
    .map((step, cycle) => ({ ...step, seconds: pace * work.stages[cycle] }));
  return {
    ...fresh,
    record: { ...fresh.record, status, steps },
    progress: status === 'queued' ? null : { done: 200 * cycles + 200 * within, total: 6800, step: cycles, steps: 34 },
    stepsPerSecond: 100,
    secondsLeft,
  };
}

describe('work', () => {
  it('counts the steps of the published ladder and gets cheaper as the network narrows', () => {
    const work = workOf(job);
    expect(work.steps).toBe(34 * 200);
    expect(work.stages.length).toBe(34);
    expect(work.stages.every((cycle, index) => index === 0 || cycle < work.stages[index - 1])).toBe(true);
    expect(work.total).toBeCloseTo(
      work.stages.reduce((a, b) => a + b),
      -3,
    );
    // A step at 9 neurons takes about a tenth of one at 512.
    expect(work.stages[33] / work.stages[0]).toBeGreaterThan(0.08);
    expect(work.stages[33] / work.stages[0]).toBeLessThan(0.13);
  });

  it('that is done grows from nothing to all', () => {
    const { stages: cycles, total } = workOf(job);
    expect(workDone(state('queued'))).toBe(0);
    expect(workDone(state('running', 0, 0.5))).toBeCloseTo(cycles[0] / 2, 0);
    expect(workDone(state('running', 2, 0.25))).toBeCloseTo(cycles[0] + cycles[1] + cycles[2] / 4, 0);
    expect(workDone(state('finished', 34))).toBe(total);
    expect(workDone(state('failed', 3))).toBe(total);
  });
});

describe('the pace of a machine', () => {
  it('is told by what a job has computed, which is half of its work where it converged after half of its steps', () => {
    const student = presetByName('teacher-student-mse-quick').study.job;
    const { steps, total } = workOf(student);
    const after = (done: number): JobState => ({ ...newJobState(student), progress: { done, total: done, step: 1, steps: 1 } });
    expect(workSpent(after(steps / 2))).toBeCloseTo(total / 2, 0);
    expect(workSpent(after(steps))).toBe(total);
    expect(workSpent(newJobState(student))).toBe(total);
  });
});

describe('the state of a run', () => {
  it('follows from its jobs', () => {
    const of = (...statuses: JobStatus[]) =>
      runStatus(
        statuses.map((status) => state(status)),
        false,
      );
    expect(of()).toBe('idle');
    expect(of('queued', 'finished')).toBe('running');
    expect(of('failed', 'running')).toBe('running');
    expect(of('finished', 'finished')).toBe('finished');
    expect(of('finished', 'failed')).toBe('failed');
    expect(of('failed', 'cancelled')).toBe('cancelled');
    expect(runStatus([state('queued'), state('running')], true)).toBe('paused');
    expect(runStatus([state('finished')], true)).toBe('finished');
  });

  it('has a share and a speed', () => {
    expect(runShare([])).toBe(0);
    expect(runShare([state('finished'), state('queued')])).toBeCloseTo(0.5, 12);
    expect(runSpeed([state('running'), state('running'), state('paused'), state('queued')])).toBe(200);
  });
});

describe('time left', () => {
  it('is that of the slowest worker', () => {
    expect(makespan([10, 2], [], 2)).toBe(10);
    expect(makespan([10, 2], [5, 5], 2)).toBe(12);
    expect(makespan([], [4, 4, 4], 2)).toBe(8);
    expect(makespan([3], [], 4)).toBe(3);
    expect(makespan([], [1, 2], 0)).toBe(3);
  });

  it('lies between the mean load and the time that one worker would take', () => {
    const seconds = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { maxLength: 20 });
    fc.assert(
      fc.property(seconds, fc.integer({ min: 1, max: 8 }), (next, workers) => {
        const total = next.reduce((sum, value) => sum + value, 0);
        const time = makespan([], next, workers);
        expect(time).toBeGreaterThanOrEqual(Math.max(total / workers, ...next) - 1e-9);
        expect(time).toBeLessThanOrEqual(total + 1e-9);
      }),
    );
  });

  it('is unknown before anything was measured', () => {
    expect(runSecondsLeft([state('queued'), state('loading')], 1)).toBeNull();
    expect(runSecondsLeft([state('running', 0, 0.1), state('queued')], 1)).toBeNull();
  });

  it('takes the pace of finished cycles for jobs that wait', () => {
    const whole = 1e-10 * workOf(job).total;
    expect(secondsPerWork([state('running', 5)])).toBeCloseTo(1e-10, 15);
    expect(runSecondsLeft([state('running', 5, 0, { secondsLeft: 7 }), state('queued')], 1)).toBeCloseTo(7 + whole, 6);
    expect(runSecondsLeft([state('running', 5, 0, { secondsLeft: 7 }), state('queued')], 2)).toBeCloseTo(Math.max(7, whole), 6);
    // One job alone, which does not say how long: the work that is left at its own pace.
    const left = 1e-10 * (workOf(job).total - workDone(state('running', 5)));
    expect(runSecondsLeft([state('running', 5)], 1)).toBeCloseTo(left, 6);
  });

  it('takes what running jobs say before any cycle is finished', () => {
    const running = state('running', 0, 0.5, { secondsLeft: 10 });
    const { total } = workOf(job);
    expect(runSecondsLeft([running, state('queued')], 1)).toBeCloseTo(10 + (10 * total) / (total - workDone(running)), 6);
  });

  it('takes from jobs that converged early how long the others will take', () => {
    const { study } = presetByName('teacher-student-mse');
    const of = (status: JobStatus, seconds: number, secondsLeft: number | null = null, done = 0): JobState => {
      const fresh = newJobState(jobSchema.parse(study.job));
      const progress = { done, total: 60_000, step: 0, steps: 0 };
      return { ...fresh, record: { ...fresh.record, status, seconds }, progress, stepsPerSecond: 1000, secondsLeft };
    };
    // 10 s for a job of which the next says after 1 s, a sixtieth of its epochs, that it will take 59 s more.
    const running = of('running', 0, 59, 1000);
    expect(runSecondsLeft([running, of('queued', 0)], 1)).toBeCloseTo(59 + 60, 6);
    expect(runSecondsLeft([of('finished', 10), running, of('queued', 0)], 1)).toBeCloseTo((10 * 59) / 60 + 10, 6);
    expect(runSecondsLeft([of('failed', 1), running], 1)).toBeCloseTo(59, 6);
    // Where the others took longer, what it says itself counts.
    expect(runSecondsLeft([of('finished', 90), running], 1)).toBeCloseTo(59, 6);
  });

  it('is shown without jumps and ends up where it should', () => {
    expect(smoothLeft(null, 1, 30)).toBe(30);
    expect(smoothLeft(30, 1, null)).toBeNull();
    expect(smoothLeft(30, 1, 29)).toBeCloseTo(29, 12);
    expect(smoothLeft(30, 0.1, 60)).toBeLessThan(34);
    let shown: number | null = 30;
    for (let i = 1; i <= 100; i++) shown = smoothLeft(shown, 0.1, 70 - 0.1 * i);
    expect(shown).toBeCloseTo(60, 2);
    expect(smoothLeft(0.05, 1, 0)).toBe(0);
  });
});

describe('estimates', () => {
  it('count jobs and steps, and know a time only where the backend was measured', () => {
    const { study } = presetByName('dtc-as-published');
    // Of 784-512-10 weights, gradients and two moments; and twice the activations of 512 images.
    const tensors = 4 * (4 * 512 * (784 + 10) + 2 * 512 * (784 + 512 + 10));
    // And all of MNIST, and 24 copies of the weights in scripts. In each of two workers.
    const bytes = 2 * (tensors + 70_000 * 784 + 24 * 4 * 512 * (784 + 10));
    expect(estimateStudy(study, {}, 'wasm', 2)).toMatchObject({
      jobs: 3,
      trainingSteps: 3 * 34 * 200,
      seconds: null,
      bytes,
      workers: 2,
      largest: { bytes: tensors },
    });
    const rates = { wasm: 20 / workOf(job).total };
    // Three jobs of 20 s on two workers, which take a second to start, and a tenth of a microsecond for each byte of MNIST.
    expect(estimateStudy(study, rates, 'wasm', 2).seconds).toBeCloseTo(41 + 70_000 * 784 * 1e-7, 6);
    expect(estimateStudy(study, rates, 'webgpu', 1).seconds).toBeNull();
    expect(estimateStudy(study, rates, null, 1).seconds).toBeNull();
    const wider = studySchema.parse({ name: 'A', job: { model: { hidden: [1024] } } });
    expect(estimateStudy(wider, rates, 'wasm', 1).seconds).toBeGreaterThan(35);
  });

  it('keep the pace of each network, and take that of the last job for networks that none was run with', () => {
    const [lenet, caffe, vgg] = ['l0-mnist-mlp-quick', 'l0-mnist-caffe-quick', 'l0-cifar-vgg-quick'].map(
      (name) => presetByName(name).study,
    );
    const taught = withRate(withRate({}, lenet.job, 'wasm', 1e-9), caffe.job, 'wasm', 3e-9);
    // At α = 0 R-L1 and DRR compute the same, which is trained once.
    const work = (of: Study): number =>
      jobsOf(of)
        .filter((one) => of === vgg || one.compression.method !== 'drr' || settingOf(one, 'compression.alpha') !== 0)
        .reduce((sum, one) => sum + workOf(one).total, 0);
    // What comes on top: a second for the start of the worker, and a tenth of a microsecond for each byte of its images.
    const top = (of: Study): number => 1 + 1e-7 * (of === vgg ? 60_000 * 3072 : 70_000 * 784);
    const seconds = (of: Study, rates = taught): number => estimateStudy(of, rates, 'wasm', 1).seconds! - top(of);
    expect(
      [seconds(lenet) / work(lenet), seconds(caffe) / work(caffe), seconds(vgg) / work(vgg)].map((pace) => Number((pace * 1e9).toFixed(6))),
    ).toEqual([1, 3, 3]);
    // What earlier versions kept is one number a backend.
    expect(seconds(vgg, { wasm: 2e-9 }) / work(vgg)).toBeCloseTo(2e-9, 15);
    // Where nothing was measured, another computer’s pace is told beside, and no study is refused for it.
    const vggAll = presetByName('l0-cifar-vgg').study;
    const unknown = estimateStudy(vggAll, {}, null, 2);
    expect([unknown.seconds, unknown.referenceSeconds > 7 * 24 * 3600, refusalOf(vggAll, unknown)]).toEqual([null, true, null]);
  });
});

describe('what comes next', () => {
  it('is the step that is done soonest, or the job', () => {
    // 200 training steps a cycle at 100 a second.
    const jobs = [state('running', 3, 0.25, { secondsLeft: 40 }), state('running', 2, 0.75, { secondsLeft: 60 }), state('queued')];
    expect(secondsUntil('step', jobs)).toBeCloseTo(0.5);
    expect(secondsUntil('job', jobs)).toBe(40);
  });

  it('is not known before a job runs and has told its pace', () => {
    expect(secondsUntil('step', [state('queued'), { ...state('running'), progress: null }])).toBeNull();
    expect(secondsUntil('job', [state('running'), state('finished', 34)])).toBeNull();
  });
});
