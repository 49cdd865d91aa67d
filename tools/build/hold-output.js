/**
 * Holds back what this process writes to its standard output and error.
 *
 * @returns functions that end it: `release` writes what was held, in order, and `discard` forgets it
 */
function holdOutput() {
  const held = [];
  const streams = [process.stdout, process.stderr];
  const writes = streams.map((stream) => stream.write);
  for (const stream of streams) {
    stream.write = (...parameters) => {
      held.push([stream, parameters]);
      return true;
    };
  }
  const discard = () => {
    for (const [index, stream] of streams.entries()) {
      stream.write = writes[index];
    }
  };
  const release = () => {
    discard();
    for (const [stream, parameters] of held) {
      stream.write(...parameters);
    }
  };
  return { release, discard };
}

module.exports = { holdOutput };
