import { input, type Job } from "./input.js";
import type { Version } from "./report.js";

/** How jobs are checked. */
export interface Settings {
  /** The version of the API that jobs are sent to; by default the form of a job tells. */
  readonly version?: Version;
  /** From the name of a module to the answer of `GET /crm/v8/settings/fields?module=…`, as object, JSON or bytes. */
  readonly metadata?: Readonly<Record<string, Job>>;
  /** Take `{{x}}` for a value that is filled in later. */
  readonly placeholders?: boolean;
  /** The level of rules, by name. */
  readonly rules?: Readonly<Record<string, "error" | "warn" | "allow">>;
  /** Hosts and networks that a callback may call although they are not public: `"crm.corp"`, `"10.1.0.0/16"`. */
  readonly allow?: readonly string[];
}

/** The settings for checks among others. */
export function pick(settings: Settings): Settings {
  const { version, metadata, placeholders, rules, allow } = settings;
  return {
    ...(version !== undefined && { version }),
    ...(metadata !== undefined && { metadata }),
    ...(placeholders !== undefined && { placeholders }),
    ...(rules !== undefined && { rules }),
    ...(allow !== undefined && { allow }),
  };
}

/** What a module makes of settings, which cross over as JSON; a `TypeError` says which it does not understand. */
export function understood<Made>(settings: Settings, make: (written: string) => Made): Made {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  const written = given.map(([key, value]) => [key, key === "metadata" ? texts(value as object) : value] as const);
  try {
    return make(JSON.stringify(Object.fromEntries(written)));
  } catch (error) {
    throw new TypeError(error instanceof Error ? error.message : String(error));
  }
}

function texts(metadata: object): Record<string, string> {
  const modules = Object.entries(metadata) as [string, unknown][];
  return Object.fromEntries(modules.map(([module, answer]) => [module, input(answer, `metadata of ${module}`).text()]));
}
