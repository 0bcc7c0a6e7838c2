package dev.ballast.model;

/** What a family, or one of its configurations, has beside plain matrices. */
enum Trait {
  QKV_BIAS,
  OUT_BIAS,
  FEED_BIAS,
  /** Queries and keys are normed, each head by itself. */
  HEAD_QK_NORM,
  /** Queries and keys are normed, all heads together. */
  WHOLE_QK_NORM,
  /** Attention and feed-forward network get a normed input. */
  PRE_NORM,
  /** What they give is normed before it is added. */
  POST_NORM,
  /** Norms scale by 1 + weight. */
  SHIFTED_NORM,
  /** Queries, keys and values are one matrix in the checkpoint, gate and up are another. */
  JOINED_MATRICES,
  /** The feed-forward network is down(activation(up x)), without a gate. */
  UNGATED,
  /** Attention and feed-forward network read the layer's input side by side, through two norms. */
  TWO_PARALLEL_NORMS,
  /** Token embeddings are scaled by √hidden. */
  SCALED_EMBEDDING
}
