/** What figures are about. The page folds those of one topic together; a family may have topics of its own. */
export interface Topic {
  /** Which no other topic has. */
  readonly id: string;
  readonly title: string;
  /** The question that its figures answer, in a line. */
  readonly answers: string;
}

export const accuracyTopic: Topic = {
  id: 'accuracy',
  title: 'Accuracy',
  answers: 'What does it cost to take more away, and which method pays least?',
};

export const entropyTopic: Topic = {
  id: 'entropy',
  title: 'Entropy',
  answers: 'Do the measured weights tell more about the accuracy than pure chance would?',
};

export const raysTopic: Topic = {
  id: 'rays',
  title: 'Rays',
  answers: 'How strong is the signal by which DTC chooses neurons, and where does it point?',
};

export const lengthTopic: Topic = {
  id: 'length',
  title: 'Description length',
  answers: 'How many bytes do the network and the data that it explains take together?',
};

export const textTopic: Topic = {
  id: 'text',
  title: 'Text',
  answers: 'How short does the text become with the network counted, and beside what people really use?',
};

export const onlineTopic: Topic = {
  id: 'online',
  title: 'Learning while coding',
  answers: 'Is it shorter to send no network at all, and to let the reader train along?',
};

export const trainingTopic: Topic = {
  id: 'training',
  title: 'Training',
  answers: 'How did the network learn, and what did each pruning do to it?',
};

export const networkTopic: Topic = {
  id: 'network',
  title: 'Network',
  answers: 'What is left of the network, and where?',
};
