/**
 * From version 1.29 on onnxruntime tells its maker of its use: it keeps an identifier and a database of events in the
 * user's home, and uploads them. What a security desk runs is nobody's business, and it is used where there is no
 * network; so the runtime is told to leave that alone (its own switch, which it reads once, before the first session).
 *
 * Call it on the process's main thread before a session is made there or a thread is started for one: a thread has a
 * copy of the environment, which native code doesn't see. Under Windows the runtime has no such switch; it hands its
 * events to the system's own tracing, which goes by the system's diagnostic settings.
 */
export function keepRuntimePrivate(): void {
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
}
