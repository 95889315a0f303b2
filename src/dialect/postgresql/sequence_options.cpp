#include "dialect/postgresql/sequence_options.hpp"

#include <limits>

namespace aludel::postgresql {

namespace {

struct Bounds {
  long long lowest;
  long long highest;
};

Bounds bounds(const Type& type) {
  if (type.kind == Type::Kind::small_int) return {-32768, 32767};
  if (type.kind == Type::Kind::integer) return {-2147483648LL, 2147483647};
  return {std::numeric_limits<long long>::min(), std::numeric_limits<long long>::max()};
}

/// What a sequence has that is told nothing but its direction.
SequenceOptions defaults(const SequenceOptions& options, const Type& type) {
  const bool descends = options.increment.value_or(1) < 0;
  SequenceOptions usual{.increment = 1,
                        .min_value = descends ? bounds(type).lowest : 1,
                        .max_value = descends ? -1 : bounds(type).highest,
                        .cache = 1};
  usual.start = first_number({.increment = options.increment,
                              .min_value = options.min_value,
                              .max_value = options.max_value});
  return usual;
}

/// What of `options` is set, each with `before` before it.
std::string written(const SequenceOptions& options, const std::string& before) {
  const auto number = [&before](const char* words, const std::optional<long long>& value) {
    return value ? before + words + std::to_string(*value) : std::string();
  };
  return number("INCREMENT BY ", options.increment) + number("MINVALUE ", options.min_value) +
         number("MAXVALUE ", options.max_value) + number("START WITH ", options.start) +
         number("CACHE ", options.cache) + (options.cycle ? before + "CYCLE" : "");
}

/// With the defaults for what is not set.
SequenceOptions complete(const SequenceOptions& options, const Type& type) {
  SequenceOptions all = options;
  const SequenceOptions usual = defaults(options, type);
  if (!all.start) all.start = usual.start;
  if (!all.increment) all.increment = usual.increment;
  if (!all.min_value) all.min_value = usual.min_value;
  if (!all.max_value) all.max_value = usual.max_value;
  if (!all.cache) all.cache = usual.cache;
  return all;
}

}  // namespace

long long least_number(const SequenceOptions& options, const Type& type) {
  return complete(options, type).min_value.value();
}

long long highest_number(const Type& type) {
  return bounds(type).highest;
}

long long first_number(const SequenceOptions& options) {
  const bool descends = options.increment.value_or(1) < 0;
  const long long usual = descends ? options.max_value.value_or(-1) : options.min_value.value_or(1);
  return options.start.value_or(usual);
}

SequenceOptions without_defaults(SequenceOptions options, const Type& type) {
  const SequenceOptions usual = defaults(options, type);
  if (options.start == usual.start) options.start.reset();
  if (options.increment == usual.increment) options.increment.reset();
  if (options.min_value == usual.min_value) options.min_value.reset();
  if (options.max_value == usual.max_value) options.max_value.reset();
  if (options.cache == usual.cache) options.cache.reset();
  return options;
}

std::string sequence_options_sql(const SequenceOptions& options) {
  return written(options, " ");
}

std::string all_sequence_options_sql(const SequenceOptions& options, const Type& type) {
  return written(complete(options, type), " ") + (options.cycle ? "" : " NO CYCLE");
}

std::string set_identity_options_sql(const SequenceOptions& options, const Type& type) {
  return written(complete(options, type), " SET ") + (options.cycle ? "" : " SET NO CYCLE");
}

}  // namespace aludel::postgresql
