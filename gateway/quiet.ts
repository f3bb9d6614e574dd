/**
 * Imported before anything of Apollo's: @apollo/gateway sends telemetry unless this is set when it
 * is loaded, and Apollo Server would report to the studio of whoever's key is in the environment.
 */
import { silenceApollo } from '../lib/config/index.ts';

silenceApollo();
