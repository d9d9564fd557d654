/** What an answer is, and is not; said wherever faces are answered. */
export const WHAT_AN_ANSWER_IS =
  "The names say what a face looks like to a network, not what a person feels: people smile without being happy, and are happy without smiling. The network is wrong at times, and how often for which groups of people was not measured. It is made for research and for play, not for decisions about people; at work and in schools the law of some countries forbids such uses.";
