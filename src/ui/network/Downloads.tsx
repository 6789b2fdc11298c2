import { useEffect, useState } from 'react';
import { codecWords, CODECS, modelBytes, type Codec } from '../../coding/codec-size.ts';
import type { Compression } from '../../coding/network-header.ts';
import { NETWORK_FILE_ENDING } from '../../coding/network-signature.ts';
import type { ExportFormat, NetworkFacts, PackedNetwork } from '../../study/network-protocol.ts';
import { fileStem } from '../../math/foreign-text.ts';
import { download, fileName } from '../files/download.ts';
import { Button } from '../kit/Button.tsx';
import { ErrorText } from '../kit/ErrorText.tsx';
import { Segmented } from '../kit/Segmented.tsx';
import { Select } from '../kit/Select.tsx';
import { familyOf } from '../../study/schema.ts';
import { useActions } from '../lab.tsx';
import { count } from '../text/format.ts';
import styles from './Network.module.css';
import { messageOf } from '../../data/message-of.ts';

const packings: readonly { readonly value: Compression; readonly title: string }[] = [
  { value: 'none', title: 'not packed' },
  { value: 'deflate-raw', title: 'deflate' },
  { value: 'zstd', title: 'zstd' },
];

/** What came of packing the network in one of the ways. */
type Packing = { readonly way: string } & ({ readonly packed: PackedNetwork } | { readonly message: string });

const wayOf = (codec: Codec, compression: Compression): string => `${codec} ${compression}`;

/** The network packed in one of the ways; null while it is being packed. */
function usePacking(codec: Codec, compression: Compression): Packing | null {
  const actions = useActions();
  const [last, setLast] = useState<Packing | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const way = wayOf(codec, compression);
    actions.packNetwork(codec, compression).then(
      (packed) => isCurrent && setLast({ way, packed }),
      (error: unknown) => isCurrent && setLast({ way, message: messageOf(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [actions, codec, compression]);
  // What was packed in another way is not what would be downloaded.
  return last?.way === wayOf(codec, compression) ? last : null;
}

/** The network as files: in a codec of the lab, whose bytes are those that the description length counts, and for other programs. */
export function Downloads({ facts }: { readonly facts: NetworkFacts }) {
  const actions = useActions();
  const { job } = facts.model;
  const [codec, setCodec] = useState<Codec>(familyOf(job).codecOf(job));
  const [compression, setCompression] = useState<Compression>('none');
  const packing = usePacking(codec, compression);
  const [trouble, setTrouble] = useState<string | null>(null);
  const base = `${'name' in job.model ? String(job.model.name) : 'mlp'} ${job.compression.method} seed ${job.seed}`;
  const exportAs = (format: ExportFormat) => {
    setTrouble(null);
    actions.exportNetwork(format, fileStem(base)).then(
      (files) => files.forEach((file) => download(new Blob([file.bytes]), file.name)),
      (error: unknown) => setTrouble(messageOf(error)),
    );
  };
  const packed = packing && 'packed' in packing ? packing.packed : null;
  return (
    <div className={styles.group}>
      <h3 className={styles.groupTitle}>As a file</h3>
      <div className={styles.row}>
        <Select
          label="Codec of the file"
          hideLabel
          value={codec}
          options={CODECS.map((value) => ({ value, title: value, note: codecWords[value] }))}
          onChange={(value) => setCodec(value as Codec)}
        />
        <Segmented
          label="Packed with"
          small
          options={packings}
          values={[compression]}
          onChange={([value]) => setCompression(value as Compression)}
        />
        <Button
          kind="primary"
          icon="download"
          isDisabled={!packed}
          onPress={() => packed && download(new Blob([packed.file]), fileName(`${base} ${codec}`, NETWORK_FILE_ENDING))}
        >
          {packed ? `Network file, ${count(packed.sizes.file)} bytes` : 'Network file…'}
        </Button>
      </div>
      <p className={styles.note} aria-live="polite">
        {packing && 'message' in packing && packing.message}
        {packed && whereBytesGo(packed, facts, codec, compression)}
      </p>
      <div className={styles.row}>
        <Button small icon="download" onPress={() => exportAs('safetensors')}>
          safetensors
        </Button>
        <Button small icon="download" isDisabled={!facts.isChain} onPress={() => exportAs('onnx')}>
          ONNX
        </Button>
        <Button small icon="download" isDisabled={!facts.isChain} onPress={() => exportAs('pytorch')}>
          PyTorch script
        </Button>
      </div>
      {!facts.isChain && (
        <p className={styles.note}>
          This network is no chain of layers and residual blocks, of which ONNX models and PyTorch scripts are made: its numbers can be had
          as safetensors.
        </p>
      )}
      {trouble && <ErrorText>{trouble}</ErrorText>}
    </div>
  );
}

/** “10,648 bytes of weights, as the description length counts them; 1,204 say where they are; 512 of header and check sum.” */
function whereBytesGo({ sizes, weights, statistics }: PackedNetwork, facts: NetworkFacts, codec: Codec, compression: Compression): string {
  const counted = modelBytes(codec, facts.tensors);
  const same =
    Math.abs(weights - counted) < 0.5
      ? 'as the description length counts them'
      : `${count(counted)} at least, as the description length counts them`;
  const parts = [
    `${count(weights)} bytes of weights (${same})`,
    ...(sizes.positions > 0 ? [`${count(sizes.positions)} that say where they are, which “values” counts as nothing`] : []),
    ...(statistics > 0 ? [`${count(statistics)} of running statistics`] : []),
  ];
  const rest = `${count(sizes.overhead)} of header and check sum`;
  return compression === 'none' ? `${[...parts, rest].join('; ')}.` : `${parts.join('; ')}: packed together ${count(sizes.body)}. ${rest}.`;
}
