import { rehearsedEnvironment } from "./rehearsed-environment";
import { runApp } from "./run-app";

// The app of the cdktf project that `rehearse --serve` writes.
runApp(process, rehearsedEnvironment);
