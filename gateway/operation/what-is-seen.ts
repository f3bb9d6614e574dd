/** What is left of a schema once some of its coordinates are hidden: a fixed point. */
import {
  type GraphQLAbstractType,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';

export interface Visibility {
  /** `Type` and `Type.field` of output types. */
  readonly output: (coordinate: string) => boolean;
  /** `Type.field(argument:)`, `InputObject.field` and `Enum.VALUE`. */
  readonly input: (coordinate: string) => boolean;
}

export interface Seen {
  readonly type: (name: string) => boolean;
  readonly member: (coordinate: string) => boolean;
}

/** A field, argument, input field or enum value, and what it can't be without. */
interface Member {
  readonly coordinate: string;
  readonly owner: string;
  readonly isHidden: boolean;
  readonly typeName?: string;
  /** Arguments that must be given; hidden ones make the field one nobody could call. */
  readonly requires?: readonly string[];
  /** An input object without it can't be written. */
  readonly isRequired?: boolean;
}

/**
 * A type goes when no field, member or value of it is left, an input object also when one it
 * requires goes; a field goes with its type and with an argument it requires. An interface shows
 * only fields that all its implementers show, or those would not implement it (§3.7).
 */
export function whatIsSeen(schema: GraphQLSchema, visibility: Visibility): Seen {
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const members = types.flatMap((type) => membersOf(type, visibility));
  const byOwner = Map.groupBy(members, ({ owner }) => owner);
  const goneTypes = new Set<string | undefined>();
  const gone = new Set(
    members.flatMap(({ isHidden, coordinate }) => (isHidden ? [coordinate] : [])),
  );
  const isLeft = (member: Member): boolean =>
    !gone.has(member.coordinate) &&
    !goneTypes.has(member.typeName) &&
    !member.requires?.some((required) => gone.has(required));

  const possibleTypes = (type: GraphQLAbstractType): readonly string[] =>
    schema.getPossibleTypes(type).flatMap(({ name }) => (goneTypes.has(name) ? [] : [name]));

  const goes = (type: GraphQLNamedType): boolean => {
    if (isAbstractType(type) && possibleTypes(type).length === 0) return true;
    const own = byOwner.get(type.name);
    // Scalars and unions have no members of their own.
    if (!own) return false;
    const lost = own.filter(({ coordinate }) => gone.has(coordinate));
    return lost.length === own.length || lost.some(({ isRequired }) => isRequired);
  };

  /** An interface's field goes with that of any implementer. */
  const hideUnimplemented = (type: GraphQLInterfaceType): void => {
    const implementers = possibleTypes(type);
    for (const name of Object.keys(type.getFields())) {
      if (implementers.some((implementer) => gone.has(`${implementer}.${name}`))) {
        gone.add(`${type.name}.${name}`);
      }
    }
  };

  for (let before = -1; before !== gone.size + goneTypes.size; ) {
    before = gone.size + goneTypes.size;
    for (const member of members) if (!isLeft(member)) gone.add(member.coordinate);
    for (const type of types) {
      if (isInterfaceType(type)) hideUnimplemented(type);
      if (goes(type)) goneTypes.add(type.name);
    }
  }
  return {
    type: (name) => !goneTypes.has(name),
    member: (coordinate) => !gone.has(coordinate),
  };
}

function membersOf(type: GraphQLNamedType, { output, input }: Visibility): readonly Member[] {
  const owner = type.name;
  if (isEnumType(type)) {
    return type.getValues().map(({ name }) => {
      const coordinate = `${owner}.${name}`;
      return { owner, coordinate, isHidden: !input(coordinate) };
    });
  }
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).map((field) => {
      const coordinate = `${owner}.${field.name}`;
      const typeName = getNamedType(field.type).name;
      const isRequired = isRequiredInputField(field);
      return { owner, coordinate, typeName, isRequired, isHidden: !input(coordinate) };
    });
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap((field): Member[] => {
    const coordinate = `${owner}.${field.name}`;
    const parents = type.getInterfaces().filter((parent) => field.name in parent.getFields());
    // A rule on an interface's field holds for every implementer.
    const isHidden = [type, ...parents].some(
      ({ name }) => !output(name) || !output(`${name}.${field.name}`),
    );
    const argument = (name: string) => `${coordinate}(${name}:)`;
    const required = field.args.filter(isRequiredArgument);
    return [
      {
        owner,
        coordinate,
        isHidden,
        typeName: getNamedType(field.type).name,
        requires: required.map(({ name }) => argument(name)),
      },
      ...field.args.map((each) => ({
        owner: coordinate,
        coordinate: argument(each.name),
        typeName: getNamedType(each.type).name,
        isHidden: !input(argument(each.name)),
      })),
    ];
  });
}
