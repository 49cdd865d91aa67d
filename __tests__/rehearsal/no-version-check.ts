/** Imported before the generator, which reads it once: printing sources needs no question to HashiCorp's servers. */
process.env.CHECKPOINT_DISABLE = "1";
