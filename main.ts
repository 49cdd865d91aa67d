import { runApp } from "./cli/app/run-app";

runApp(process);
