/** What can be done with trained networks: opening one, taking it away, checking it, pruning it by hand, going on from there. */
import { networkBytes } from '../coding/network-signature.ts';
import type { Access, Slice } from './lab-type.ts';
import type { NetworkActions, NetworksState } from './networks-state.ts';
import type { NetworkShelf } from './network-shelf.ts';
import type { Networks } from './networks.ts';
import { Reading } from './reading.ts';
import { Trial, type TrialNeighbours } from './trial.ts';

const noNetworks: NetworksState = { kept: [], opened: null, trial: null, reading: null };

export function networkSlice(
  access: Access,
  networks: Networks,
  shelf: NetworkShelf,
  neighbours: TrialNeighbours,
): Slice<'networks', keyof NetworkActions> {
  const reading = new Reading(access, networks);
  const trial = new Trial(access, networks, shelf, neighbours, reading);
  const actions: NetworkActions = {
    openNetwork: (job) => networks.openJob(job),
    openNetworkFile: (file) => networks.open({ kind: 'file', name: file.name }, () => networkBytes(file)),
    closeNetwork: () => networks.close(),
    packNetwork: (codec, compression) => networks.ask((remote) => remote.pack(codec, compression)),
    exportNetwork: (format, name) => networks.ask((remote) => remote.export(format, name)),
    checkNetwork: () => networks.check(),
    beginTrial: () => trial.begin(),
    slide: (thresholds) => trial.slide(thresholds),
    endTrial: () => networks.change({ trial: null }),
    askTrial: (question) => trial.ask(question),
    tuneTrial: () => trial.tune(),
    cancelTuning: () => trial.cancelTuning(),
    fineTuneFromTrial: () => trial.fineTune(),
    beginReading: () => reading.begin(),
    readPassage: (passage) => reading.passage(passage),
    readTyped: (typed) => reading.typed(typed),
    writeOn: (count) => reading.writeOn(count),
    stopWriting: () => reading.stop(),
    changeHand: (hand) => void reading.changeHand(hand),
    clearWritten: () => reading.clearWritten(),
    dropStart() {
      const { study } = access.get();
      const { start, ...job } = study.job;
      if (start) neighbours.replaceStudy({ ...study, job });
    },
  };
  return { state: { networks: noNetworks }, actions };
}
