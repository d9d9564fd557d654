/** The classifiers that there are, by torchvision's name of the architecture or one of this project's own. */
export const backboneNames = ["inception_v3", "resnet18", "resnet50", "resnet152", "densenet121", "mobile_face_net", "small_resnet"] as const;

export type BackboneName = (typeof backboneNames)[number];
