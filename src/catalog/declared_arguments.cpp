#include "catalog/declared_arguments.hpp"

#include "catalog/sql_words.hpp"

namespace aludel {

DeclaredArguments declared_arguments(std::string_view arguments, const Rules& rules) {
  const SqlWords words = words_of(arguments, rules);
  DeclaredArguments result;
  int depth = 0;
  bool in_default = false;
  for (const SqlWord& word : words.words) {
    if (word.is("(") || word.is("[")) ++depth;
    if (word.is(")") || word.is("]")) --depth;
    if (depth == 0 && word.is(",")) in_default = false;
    if (depth == 0 && !in_default && (word.is("default") || word.is("="))) {
      in_default = true;
      ++result.defaults;
    }
    if (!in_default) result.text += word.text + " ";
  }
  return result;
}

}  // namespace aludel
