import type { BackendChoice } from '../../study/events.ts';
import { HelpButton } from '../kit/HelpButton.tsx';
import { Select } from '../kit/Select.tsx';
import { useActions, useLab } from '../lab.tsx';
import styles from './SettingRow.module.css';

const options: readonly { readonly value: BackendChoice; readonly title: string; readonly note: string }[] = [
  { value: 'auto', title: 'Automatic', note: 'The fastest there is' },
  { value: 'webgpu', title: 'WebGPU', note: 'Graphics adapter; jobs one after another' },
  { value: 'wasm', title: 'WebAssembly', note: 'SIMD on the processor; one job per core' },
  { value: 'wasm-relaxed', title: 'WebAssembly, relaxed', note: 'Some 8 % faster; not bit-reproducible across machines' },
  { value: 'cpu', title: 'JavaScript', note: 'Runs everywhere, slowly' },
];

export function BackendSelect() {
  const actions = useActions();
  const backend = useLab((lab) => lab.backend);
  return (
    <div className={styles.row}>
      <span className={styles.name}>
        Backend
        <HelpButton title="Backend">
          <p>
            Where the training runs. Automatic takes WebGPU if there is a hardware adapter, otherwise WebAssembly. Backends differ by
            rounding only, but a long training run amplifies rounding: compare results between backends statistically. Relaxed SIMD rounds
            as each processor does, so its results may differ from machine to machine; records say that it was on.
          </p>
        </HelpButton>
      </span>
      <Select
        label="Backend"
        hideLabel
        value={backend}
        options={options}
        onChange={(value) => actions.setBackend(options.find((option) => option.value === value)?.value ?? 'auto')}
      />
    </div>
  );
}
