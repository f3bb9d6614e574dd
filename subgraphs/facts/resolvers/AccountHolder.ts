import { openHolder } from '../personal/holder.ts';
import type { AccountHolderResolvers } from '../resolvers.generated.ts';

/** A field of an erased holder is null: nobody can tell any more what it was. */
export const AccountHolder: AccountHolderResolvers = {
  birthDate: (holder, _args, { loaders }) => openHolder(loaders.sealing, holder, 'birthDate'),
  gender: async (holder, _args, { loaders }) => {
    const gender = await openHolder(loaders.sealing, holder, 'gender');
    return gender === 'FEMALE' || gender === 'MALE' ? gender : null;
  },
  district: (holder, _args, { loaders }) => openHolder(loaders.sealing, holder, 'district'),
};
