#include "aludel/table.hpp"

template class std::vector<aludel::Column>;
template class std::vector<aludel::Constraint>;
template class std::vector<aludel::Index>;
template class std::vector<aludel::IndexPart>;
template class std::vector<aludel::Exclusion::Element>;
