package dev.ballast.model;

import dev.ballast.json.BadInput;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an adapter changes of one model.
 *
 * @param modules linear layers that get matrices, in the order of the layers
 * @param parameters weights that are trained and saved whole
 */
record LoraSelection(List<String> modules, List<String> parameters) {
  private static final String WEIGHT = ".weight";
  private static final String HEAD = "lm_head";
  private static final Set<String> EMBEDDINGS = Set.of("embed_tokens", "word_embeddings");

  /** What PEFT adapts in a family where nothing is named. */
  private static final Map<String, List<String>> OWN =
      Map.of(
          "llama", List.of("q_proj", "v_proj"),
          "mistral", List.of("q_proj", "v_proj"),
          "qwen2", List.of("q_proj", "v_proj"),
          "qwen3", List.of("q_proj", "v_proj"),
          "gemma", List.of("q_proj", "v_proj"),
          "gemma2", List.of("q_proj", "v_proj"),
          "gemma3_text", List.of("q_proj", "v_proj"),
          "falcon", List.of("query_key_value"));

  LoraSelection {
    modules = List.copyOf(modules);
    parameters = List.copyOf(parameters);
  }

  /**
   * Apply a configuration to a model.
   *
   * @throws BadInput when it selects nothing, or what cannot be adapted here
   */
  static LoraSelection of(LoraTargets targets, ModelConfig config) {
    Parts model = Parts.of(config);
    LoraTargets named = model.orOwn(targets);
    List<String> saved = model.saved(named);
    List<String> parameters =
        model.shapes().keySet().stream()
            .filter(name -> saved.stream().anyMatch(module -> name.startsWith(module + ".")))
            .toList();
    List<String> adapted = model.matching(named).stream().filter(named::allows).toList();
    if (adapted.isEmpty()) {
      throw BadInput.of("no module of the model matches")
          .key("target_modules")
          .value(named.wanted())
          .fix(model.ends());
    }
    for (String module : adapted) {
      model.requireLinear(module);
      if (parameters.contains(module + WEIGHT)) {
        throw BadInput.of("this module cannot be adapted and trained whole")
            .key("modules_to_save")
            .value(module);
      }
    }
    return new LoraSelection(adapted, parameters);
  }

  /**
   * Return targets as a file has them: with {@code all-linear} spelled out, and with every listed
   * name known.
   *
   * @throws BadInput naming a name that is the end of no module's
   */
  static LoraTargets spelled(LoraTargets targets, ModelConfig config) {
    Parts model = Parts.of(config);
    List<String> names = targets.allLinear() ? model.linearEnds() : model.orOwn(targets).listed();
    for (String name : names) {
      if (model.modules().stream().noneMatch(m -> ModuleNames.Listed.endsIn(m, name))) {
        throw BadInput.of("no module of the model has this name")
            .key("lora_target_modules")
            .value(name)
            .fix(model.ends());
      }
    }
    return targets.withModules(names);
  }

  /** A model's weights and the modules that they lie in, the outer ones too. */
  private record Parts(ModelConfig config, Map<String, long[]> shapes, Set<String> modules) {
    static Parts of(ModelConfig config) {
      Map<String, long[]> shapes = Families.shapes(config);
      Set<String> modules = new LinkedHashSet<>();
      for (String name : shapes.keySet()) {
        List<String> outwards = new ArrayList<>();
        for (int dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
          outwards.add(name.substring(0, dot));
        }
        modules.addAll(outwards.reversed());
      }
      // A tied head has no weight of its own, and yet is a module.
      modules.add(HEAD);
      return new Parts(config, shapes, modules);
    }

    List<String> matching(LoraTargets named) {
      return named.allLinear()
          ? linear()
          : named.modules().stream()
              .flatMap(names -> modules.stream().filter(names::match))
              .toList();
    }

    /** Name the family's own modules where nothing is named. */
    LoraTargets orOwn(LoraTargets targets) {
      if (targets.modules().isPresent()) {
        return targets;
      }
      List<String> names = OWN.getOrDefault(config.family(), List.of());
      if (names.isEmpty()) {
        throw BadInput.of("no target modules are usual for this family")
            .key("lora_target_modules")
            .value(config.family())
            .fix("name them, or take all-linear; " + ends());
      }
      return targets.withModules(names);
    }

    List<String> saved(LoraTargets targets) {
      for (String name : targets.modulesToSave()) {
        if (modules.stream().noneMatch(module -> module.endsWith(name))) {
          throw BadInput.of("no module of the model has this name")
              .key("modules_to_save")
              .value(name)
              .fix("name modules by their ends, as lm_head or model.norm");
        }
      }
      List<String> saved = modules.stream().filter(targets::saves).toList();
      for (String module : modules) {
        boolean whole = saved.stream().anyMatch(s -> (module + ".").startsWith(s + "."));
        if (whole && config.tied() && embeds(module)) {
          throw BadInput.of("input and output embedding are one and cannot be trained apart")
              .key("modules_to_save")
              .value(module)
              .fix("leave it out");
        }
      }
      return saved;
    }

    void requireLinear(String module) {
      if (embeds(module)) {
        throw BadInput.of("low-rank matrices for an embedding are not implemented")
            .key("target_modules")
            .value(module)
            .fix("leave it out" + (config.tied() ? "" : ", or name it in modules_to_save"));
      }
      if (shapes.getOrDefault(module + WEIGHT, new long[0]).length != 2) {
        throw BadInput.of("this module is no linear layer").key("target_modules").value(module);
      }
    }

    List<String> linear() {
      return modules.stream()
          .filter(module -> shapes.getOrDefault(module + WEIGHT, new long[0]).length == 2)
          .filter(module -> !embeds(module))
          .toList();
    }

    List<String> linearEnds() {
      return linear().stream().map(Parts::end).distinct().sorted().toList();
    }

    String ends() {
      return "linear layers of this model end in " + String.join(", ", linearEnds());
    }

    private static boolean embeds(String module) {
      return module.equals(HEAD) || EMBEDDINGS.contains(end(module));
    }

    private static String end(String module) {
      return module.substring(module.lastIndexOf('.') + 1);
    }
  }
}
