import type { Numbers } from '../../language.ts';
import type { Band } from '../../outcome.ts';
import type { en } from './en.ts';

const reach = ({ from, to }: Band, n: Numbers): string => `${n.fixed(from, 2)} bis ${n.fixed(to, 2)}`;

export const de: typeof en = {
  title: 'Erzählt Rauschen dieselbe Geschichte?',
  teaser: 'Veröffentlicht ist eine Korrelation von 0,92. Wie viel davon hätte reines Rauschen?',
  question: [
    'Ein Artikel dünnt eine Schicht Schritt für Schritt aus. Bei jedem Schritt misst er an der Schicht und berechnet die *Entropie* der Messwerte. Über die Schritte folgt sie der Genauigkeit des Netzes: r = 0,917.',
    'Mit jedem Schritt sind weniger Neuronen da, also auch weniger Messwerte. Weiß die Entropie etwas von dem, was das Netz gelernt hat?',
  ],
  ask: 'Ersetze jeden Messwert durch *reines Rauschen* derselben Größe, alles andere bleibt. Welches r zwischen Entropie und Genauigkeit kommt heraus?',
  measure: 'Korrelation r des Rauschens mit der Genauigkeit',
  places: ['r von reinem Rauschen'],
  value: (value, n) => n.fixed(value, 2),
  exact: (value, n) => n.fixed(value, 4),
  tick: (value, n) => n.fixed(value, 1),
  run: 'Dünnt eine Schicht von 64 Neuronen nach Punkten und durch Zufall aus, mit je zwei Startwerten, und zieht für jeden Lauf 500-mal Rauschen.',
  source: 'Eine verdeckte Schicht von 64 Neuronen, 6.144 handgeschriebene Ziffern, nach Punkten und durch Zufall ausgedünnt',
  legend: 'Punkte: die Läufe, jeder mit dem Mittel seiner 500 Ziehungen',
  band: '95 % der Ziehungen jedes Laufs',
  observed: (r) => `gemessen: ${r}`,
  published: (r) => `veröffentlicht: ${r}`,
  finding: ({ noise, observed, cycle }, n) =>
    `Reines Rauschen kommt auf r = ${n.fixed(noise.value, 2)}, die Messwerte auf ${n.fixed(observed.value, 2)}${cycle ? ` und die bloße Nummer des Schritts auf ${n.fixed(Math.abs(cycle.value), 2)}` : ''}.`,
  check: {
    wide: (band, n) =>
      `Die Ziehungen reichen von r = ${reach(band, n)}: So wenige Schritte sagen nichts über die eine oder die andere Geschichte.`,
    inside: ({ observed, inside, runs }, n) =>
      `Das Gemessene hat r = ${n.fixed(observed.value, 2)}. In ${n.whole(inside)} von ${n.whole(runs)} Läufen liegt es in dem, was Rauschen eben dieses Laufs erreicht: Es belegt nicht, dass die Entropie weiß, was das Netz gelernt hat.`,
    outside: ({ observed, inside, runs }, n) =>
      `Das Gemessene hat r = ${n.fixed(observed.value, 2)}. Nur in ${n.whole(inside)} von ${n.whole(runs)} Läufen liegt es in dem, was Rauschen eben dieses Laufs erreicht; es kann also mehr daran sein. Wie viel, sagt der Abstand vom Band, nicht der von null.`,
    low: (said, band, n) => `Du hast ${n.fixed(said, 2)} gesagt; Rauschen erreicht ${reach(band, n)}.`,
    high: (said, band, n) => `Du hast ${n.fixed(said, 2)} gesagt: mehr, als Rauschen erreicht, ${reach(band, n)}.`,
    why: 'Die Entropie von n Zahlen wächst mit n, etwa wie log₂ n. Fallen Neuronen weg, so fällt n, und die Genauigkeit fällt auch: Was zusammen fällt, ist korreliert, was immer die Zahlen sind.',
    hit: (said, band, n) => `Du hast ${n.fixed(said, 2)} gesagt; das liegt in dem, was Rauschen erreicht, ${reach(band, n)}.`,
  },
  sentence: { ask: 'Was würde dich überzeugen, dass die Entropie etwas vom Netz weiß?', begin: 'Überzeugt wäre ich, wenn …' },
  teacher: [
    'Fast alle sagen eine Zahl nahe null: Rauschen hängt mit nichts zusammen. Fragen Sie, was auf der waagerechten Achse steht und was sich entlang ihrer noch ändert.',
    'Es geht um das Nullmodell: Ein r vergleicht man mit dem, was herauskäme, wenn die Geschichte falsch wäre, hier etwa 0,8 und nicht 0.',
    'Gute Antworten auf die letzte Frage: die Entropie bei fester Zahl von Messwerten; Unterschiede von Schritt zu Schritt; eine andere Schicht, durchmischt; ein Netz, das ausgedünnt und nicht trainiert wird.',
    'Im Labor zeigt „Entropy and accuracy, correlated“ zu diesen Läufen weitere Vergleiche.',
  ],
};
