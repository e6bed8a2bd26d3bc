/**
 * Runs at once, and then not again before the time has passed: what is asked for meanwhile is run once, at its end. In
 * a flood of alarms every open page would otherwise fetch its lists ten times a second.
 *
 * @param wait sets a timer; given by tests
 */
export function calmly(
  run: () => void,
  ms: number,
  wait: (then: () => void, ms: number) => void = (then, after) => setTimeout(then, after).unref(),
): () => void {
  let resting = false;
  let due = false;
  const rest = () => {
    if (!due) {
      resting = false;
      return;
    }
    due = false;
    wait(rest, ms);
    run();
  };
  return () => {
    if (resting) {
      due = true;
      return;
    }
    resting = true;
    wait(rest, ms);
    run();
  };
}
