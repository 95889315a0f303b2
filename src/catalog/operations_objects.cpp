#include <algorithm>
#include <tuple>
#include <utility>

#include "aludel/operations.hpp"
#include "base/text.hpp"
#include "catalog/call.hpp"
#include "catalog/describe.hpp"
#include "catalog/recording.hpp"

namespace aludel {

namespace {

std::string upper(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - ('a' - 'A'));
  }
  return text;
}

/// Privileges in upper case, each once, sorted.
Grant checked(const Call& call, Grant grant) {
  call.need(grant.role, "the role");
  call.need(grant.object.name, "the name of the object");
  if (grant.privileges.empty()) {
    call.refuse("no privilege is named", "for example .privileges = {\"SELECT\", \"INSERT\"}");
  }
  for (std::string& privilege : grant.privileges) privilege = upper(std::move(privilege));
  std::ranges::sort(grant.privileges);
  const auto repeated = std::ranges::unique(grant.privileges);
  grant.privileges.erase(repeated.begin(), repeated.end());
  return grant;
}

View checked(const Call& call, View view) {
  call.need(view.name.name, "the name of the view");
  std::string_view query = trim(view.query);
  while (query.ends_with(';')) query = trim(query.substr(0, query.size() - 1));
  call.need(query, "the query");
  view.query = std::string(query);
  return view;
}

Function checked(const Call& call, Function function) {
  call.need(function.name.name, "the name of the function");
  call.need(function.definition, "the definition");
  return function;
}

void drop_callable(Recording& recording, const Call& call, const DropOptions& options,
                   DropFunction dropped) {
  call.need(dropped.name.name,
            dropped.procedure ? "the name of the procedure" : "the name of the function");
  call.refuse_cascade(options);
  dropped.if_exists = options.if_exists;
  recording.add(std::move(dropped), call.at);
}

/// "app.net(numeric, date)" into its name and signature.
std::pair<ObjectName, std::string> callable(const ObjectName& written) {
  const std::string text = written.text();
  const std::size_t open = std::min(text.find('('), text.size());
  std::string signature = text.substr(std::min(open + 1, text.size()));
  if (signature.ends_with(')')) signature.pop_back();
  return {ObjectName(std::string_view(text).substr(0, open)), std::move(signature)};
}

}  // namespace

void Operations::set_comment(ObjectKind kind, ObjectName object, std::string comment, At at) {
  const Call call{"set_comment", at};
  call.need(object.name, "the name of the object");
  switch (kind) {
    case ObjectKind::table: set_table_comment(std::move(object), std::move(comment), at); return;
    case ObjectKind::column:
      call.refuse("a column's comment is set by its table",
                  "alter_column(table, column, {.comment = …})");
    case ObjectKind::extension:
    case ObjectKind::trigger:
    case ObjectKind::policy:
    case ObjectKind::constraint:
      call.refuse("the comment of " + std::string(kind == ObjectKind::extension ? "an " : "a ") +
                      std::string(word_for(kind)) + " is not set here",
                  "execute(\"COMMENT ON …\")");
    default: break;
  }
  SetComment one{.kind = kind, .object = std::move(object), .comment = std::move(comment)};
  if (kind == ObjectKind::function || kind == ObjectKind::procedure) {
    std::tie(one.object, one.signature) = callable(one.object);
  }
  recording_->add(std::move(one), at);
}

void Operations::create_schema(std::string schema, CreateOptions options, At at) {
  Call{"create_schema", at}.need(schema, "the name of the schema");
  recording_->add(CreateSchema{{std::move(schema)}, options.if_not_exists}, at);
}

void Operations::drop_schema(std::string schema, DropOptions options, At at) {
  Call{"drop_schema", at}.need(schema, "the name of the schema");
  recording_->add(DropSchema{std::move(schema), options.if_exists, options.cascade}, at);
}

void Operations::create_extension(Extension extension, At at) {
  Call{"create_extension", at}.need(extension.name, "the name of the extension");
  recording_->add(CreateExtension{std::move(extension)}, at);
}

void Operations::drop_extension(std::string extension, DropOptions options, At at) {
  Call{"drop_extension", at}.need(extension, "the name of the extension");
  recording_->add(DropExtension{std::move(extension), options.if_exists, options.cascade}, at);
}

void Operations::create_enum(ObjectName name, std::vector<std::string> values, At at) {
  Call{"create_enum", at}.need(name.name, "the name of the enum");
  recording_->add(CreateEnum{{std::move(name), std::move(values)}}, at);
}

void Operations::drop_enum(ObjectName name, DropOptions options, At at) {
  const Call call{"drop_enum", at};
  call.need(name.name, "the name of the enum");
  call.refuse_cascade(options);
  recording_->add(DropEnum{std::move(name), options.if_exists}, at);
}

void Operations::add_enum_value(ObjectName name, std::string value, EnumPosition position, At at) {
  const Call call{"add_enum_value", at};
  call.need(name.name, "the name of the enum");
  if (!position.before.empty() && !position.after.empty()) {
    call.refuse("a value goes before one or after one, not both");
  }
  recording_->add(AddEnumValue{std::move(name), std::move(value), std::move(position.before),
                               std::move(position.after), position.if_not_exists},
                  at);
}

void Operations::rename_enum_value(ObjectName name, std::string value, std::string to, At at) {
  Call{"rename_enum_value", at}.need(name.name, "the name of the enum");
  recording_->add(RenameEnumValue{std::move(name), std::move(value), std::move(to)}, at);
}

void Operations::remove_enum_value(ObjectName name, std::string value, std::string replacement,
                                   At at) {
  Call{"remove_enum_value", at}.need(name.name, "the name of the enum");
  recording_->add(RemoveEnumValue{std::move(name), std::move(value), std::move(replacement)}, at);
}

void Operations::create_domain(Domain domain, At at) {
  Call{"create_domain", at}.need(domain.name.name, "the name of the domain");
  recording_->add(CreateDomain{std::move(domain)}, at);
}

void Operations::drop_domain(ObjectName name, DropOptions options, At at) {
  const Call call{"drop_domain", at};
  call.need(name.name, "the name of the domain");
  call.refuse_cascade(options);
  recording_->add(DropDomain{std::move(name), options.if_exists}, at);
}

void Operations::create_sequence(Sequence sequence, CreateOptions options, At at) {
  Call{"create_sequence", at}.need(sequence.name.name, "the name of the sequence");
  recording_->add(CreateSequence{std::move(sequence), options.if_not_exists}, at);
}

void Operations::alter_sequence(ObjectName name, SequenceOptions options, At at) {
  Call{"alter_sequence", at}.need(name.name, "the name of the sequence");
  recording_->add(AlterSequence{std::move(name), options}, at);
}

void Operations::drop_sequence(ObjectName name, DropOptions options, At at) {
  const Call call{"drop_sequence", at};
  call.need(name.name, "the name of the sequence");
  call.refuse_cascade(options);
  recording_->add(DropSequence{std::move(name), options.if_exists}, at);
}

void Operations::create_view(View view, At at) {
  recording_->add(CreateView{checked({"create_view", at}, std::move(view))}, at);
}

void Operations::replace_view(View view, At at) {
  const Call call{"replace_view", at};
  if (view.materialized) {
    call.refuse("a materialized view cannot be replaced", "drop_materialized_view and create_view");
  }
  recording_->add(CreateView{checked(call, std::move(view)), true}, at);
}

void Operations::drop_view(ObjectName name, DropOptions options, At at) {
  Call{"drop_view", at}.need(name.name, "the name of the view");
  recording_->add(DropView{std::move(name), false, options.if_exists, options.cascade}, at);
}

void Operations::drop_materialized_view(ObjectName name, DropOptions options, At at) {
  Call{"drop_materialized_view", at}.need(name.name, "the name of the view");
  recording_->add(DropView{std::move(name), true, options.if_exists, options.cascade}, at);
}

void Operations::refresh_materialized_view(ObjectName name, bool concurrently, At at) {
  Call{"refresh_materialized_view", at}.need(name.name, "the name of the view");
  recording_->add(RefreshView{std::move(name), concurrently}, at);
}

void Operations::create_function(Function function, At at) {
  recording_->add(CreateFunction{checked({"create_function", at}, std::move(function))}, at);
}

void Operations::replace_function(Function function, At at) {
  recording_->add(CreateFunction{checked({"replace_function", at}, std::move(function)), true}, at);
}

void Operations::drop_function(ObjectName name, std::string signature, DropOptions options, At at) {
  drop_callable(*recording_, {"drop_function", at}, options,
                {.name = std::move(name), .signature = std::move(signature)});
}

void Operations::drop_procedure(ObjectName name, std::string signature, DropOptions options,
                                At at) {
  drop_callable(*recording_, {"drop_procedure", at}, options,
                {.name = std::move(name), .signature = std::move(signature), .procedure = true});
}

void Operations::create_trigger(Trigger trigger, At at) {
  const Call call{"create_trigger", at};
  call.need(trigger.name, "the name of the trigger");
  call.need(trigger.table.name, "the name of the table");
  call.need(trigger.timing, "when it fires, as in .timing = \"AFTER INSERT\",");
  call.need(trigger.action, "what it does, as in .action = \"FOR EACH ROW …\",");
  recording_->add(CreateTrigger{std::move(trigger)}, at);
}

void Operations::drop_trigger(ObjectName table, std::string name, DropOptions options, At at) {
  const Call call{"drop_trigger", at};
  call.need(name, "the name of the trigger");
  call.refuse_cascade(options);
  recording_->add(DropTrigger{std::move(name), std::move(table), options.if_exists}, at);
}

void Operations::create_policy(Policy policy, At at) {
  const Call call{"create_policy", at};
  call.need(policy.name, "the name of the policy");
  call.need(policy.table.name, "the name of the table");
  recording_->add(CreatePolicy{std::move(policy)}, at);
}

void Operations::drop_policy(ObjectName table, std::string name, DropOptions options, At at) {
  const Call call{"drop_policy", at};
  call.need(name, "the name of the policy");
  call.refuse_cascade(options);
  recording_->add(DropPolicy{std::move(name), std::move(table), options.if_exists}, at);
}

void Operations::alter_domain(Domain domain, At at) {
  Call{"alter_domain", at}.need(domain.name.name, "the name of the domain");
  recording_->add(AlterObject{std::move(domain)}, at);
}

void Operations::alter_enum(ObjectName name, std::vector<std::string> values, At at) {
  Call{"alter_enum", at}.need(name.name, "the name of the enum");
  recording_->add(AlterObject{Enum{.name = std::move(name), .values = std::move(values)}}, at);
}

void Operations::create_composite(CompositeType composite, At at) {
  Call{"create_composite", at}.need(composite.name.name, "the name of the type");
  recording_->add(CreateComposite{std::move(composite)}, at);
}

void Operations::alter_composite(CompositeType composite, At at) {
  Call{"alter_composite", at}.need(composite.name.name, "the name of the type");
  recording_->add(AlterObject{std::move(composite)}, at);
}

void Operations::drop_composite(ObjectName name, DropOptions options, At at) {
  const Call call{"drop_composite", at};
  call.need(name.name, "the name of the type");
  call.refuse_cascade(options);
  recording_->add(DropComposite{std::move(name), options.if_exists}, at);
}

void Operations::alter_extension(Extension extension, At at) {
  Call{"alter_extension", at}.need(extension.name, "the name of the extension");
  recording_->add(AlterObject{std::move(extension)}, at);
}

void Operations::alter_sequence(Sequence sequence, SequenceParts parts, At at) {
  Call{"alter_sequence", at}.need(sequence.name.name, "the name of the sequence");
  AlterSequence altered{.name = sequence.name, .options = sequence.options};
  if (parts.type) altered.type = sequence.type;
  if (parts.owner) altered.owned_by = sequence.owned_by;
  recording_->add(std::move(altered), at);
}

void Operations::alter_view_options(View view, At at) {
  Call{"alter_view_options", at}.need(view.name.name, "the name of the view");
  recording_->add(AlterObject{std::move(view)}, at);
}

void Operations::create_object(OtherObject object, At at) {
  const Call call{"create_object", at};
  call.need(object.kind, "the kind");
  call.need(object.name, "the name");
  recording_->add(CreateObject{std::move(object)}, at);
}

void Operations::alter_object(OtherObject object, At at) {
  const Call call{"alter_object", at};
  call.need(object.kind, "the kind");
  call.need(object.name, "the name");
  recording_->add(AlterObject{std::move(object)}, at);
}

void Operations::drop_object(std::string kind, std::string name, At at) {
  const Call call{"drop_object", at};
  call.need(kind, "the kind");
  call.need(name, "the name");
  recording_->add(DropObject{std::move(kind), std::move(name)}, at);
}

void Operations::change_setting(ObjectSetting setting, At at) {
  const Call call{"change_setting", at};
  call.need(setting.kind, "the kind");
  call.need(setting.object.name, "the name of the object");
  recording_->add(ChangeSetting{std::move(setting)}, at);
}

void Operations::grant(Grant grant, At at) {
  recording_->add(GrantPrivileges{checked({"grant", at}, std::move(grant))}, at);
}

void Operations::revoke(Grant grant, At at) {
  recording_->add(RevokePrivileges{checked({"revoke", at}, std::move(grant))}, at);
}

}  // namespace aludel
